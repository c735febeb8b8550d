//! The program as its users run it: arguments in, text and exit status out.

mod accuracy;
mod check;
mod claimed_by;
mod derive;
mod eval;
mod help;
mod hostile;
mod list;
mod pairs;
mod plot;
mod run;
