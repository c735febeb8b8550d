//! A stand-in for MNIST: digits drawn with seven segments, shifted, thickened and noisy, as IDX files.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::idx::{Array, write};
use crate::random::Random;

/// Pixels along each side of an image.
const SIDE: usize = 28;

/// The segments that are lit for each digit: top, upper right, lower right, bottom, lower left, upper left, middle.
const LIT: [&str; 10] = [
    "1111110", "0110000", "1101101", "1111001", "0110011", "1011011", "1011111", "1110000",
    "1111111", "1111011",
];

/// Where each segment begins and ends, in halves of the digit's height: (x, y) to (x, y).
const SEGMENTS: [[f32; 4]; 7] = [
    [0.0, 0.0, 1.0, 0.0],
    [1.0, 0.0, 1.0, 1.0],
    [1.0, 1.0, 1.0, 2.0],
    [0.0, 2.0, 1.0, 2.0],
    [0.0, 1.0, 0.0, 2.0],
    [0.0, 0.0, 0.0, 1.0],
    [0.0, 1.0, 1.0, 1.0],
];

/// Writes a folder with the four files of MNIST.
///
/// # Errors
/// If a file cannot be written.
pub fn write_folder(folder: &Path, training: usize, held_out: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, count, seed) in [("train", training, 1), ("t10k", held_out, 2)] {
        let (images, labels) = drawn(count, seed);
        let file = |kind: &str| File::create(folder.join(format!("{name}-{kind}-ubyte")));
        write(&images, file("images-idx3")?)?;
        write(&labels, file("labels-idx1")?)?;
    }
    Ok(())
}

/// Images and their labels.
fn drawn(count: usize, seed: u64) -> (Array, Array) {
    let mut random = Random::new(seed);
    let mut images = Vec::with_capacity(count * SIDE * SIDE);
    let mut labels = Vec::with_capacity(count);
    for _ in 0..count {
        let digit = random.index(LIT.len());
        images.extend(image(digit, &mut random));
        labels.push(digit as u8);
    }
    let images = Array {
        shape: vec![count, SIDE, SIDE],
        bytes: images,
    };
    let labels = Array {
        shape: vec![count],
        bytes: labels,
    };
    (images, labels)
}

fn image(digit: usize, random: &mut Random) -> Vec<u8> {
    let height = random.between(7.0, 10.0);
    let corner = [random.between(4.0, 14.0), random.between(3.0, 7.0)];
    let thickness = random.between(0.8, 1.8);
    let lit = LIT[digit]
        .bytes()
        .zip(SEGMENTS)
        .filter(|(lit, _)| *lit == b'1');
    let strokes: Vec<[f32; 4]> = lit
        .map(|(_, [x0, y0, x1, y1])| {
            let place = |x: f32, y: f32| [corner[0] + height * x, corner[1] + height * y];
            let ([x0, y0], [x1, y1]) = (place(x0, y0), place(x1, y1));
            [x0, y0, x1, y1]
        })
        .collect();
    (0..SIDE * SIDE)
        .map(|pixel| {
            let (x, y) = ((pixel % SIDE) as f32, (pixel / SIDE) as f32);
            let nearest = strokes.iter().map(|stroke| distance(x, y, *stroke));
            let ink = (thickness + 0.5 - nearest.fold(f32::MAX, f32::min)).clamp(0.0, 1.0);
            (255.0 * (ink + 0.1 * random.normal()).clamp(0.0, 1.0)) as u8
        })
        .collect()
}

/// From a point to an upright or level stroke.
fn distance(x: f32, y: f32, [x0, y0, x1, y1]: [f32; 4]) -> f32 {
    (x - x.clamp(x0, x1)).hypot(y - y.clamp(y0, y1))
}
