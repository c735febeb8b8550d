//! The records, one family a file.

mod bounded;
mod elu;
mod gate;
mod gelu;
mod leaky;
mod linear;
mod periodic;
mod polynomial;
mod radial;
mod relu;
mod sigmoid;
mod softplus;
mod swish;
mod tanh;
mod vector;

use crate::Record;

/// The tables of all families, in the order of the catalogue.
pub(crate) static TABLES: [&[Record]; 15] = [
    linear::RECORDS,
    bounded::RECORDS,
    sigmoid::RECORDS,
    tanh::RECORDS,
    relu::RECORDS,
    leaky::RECORDS,
    elu::RECORDS,
    swish::RECORDS,
    softplus::RECORDS,
    gelu::RECORDS,
    periodic::RECORDS,
    radial::RECORDS,
    polynomial::RECORDS,
    gate::RECORDS,
    vector::RECORDS,
];
