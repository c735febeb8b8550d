//! The IDX format of MNIST: a magic number, the length of each dimension, then one byte for each pixel or label.
//!
//! All numbers are big-endian. The magic number is two zeros, the type of the elements (8: unsigned bytes) and the number of dimensions.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

use crate::data::Data;

/// An array of unsigned bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array {
    /// The length of each dimension.
    pub shape: Vec<usize>,
    /// The elements; the last dimension varies fastest.
    pub bytes: Vec<u8>,
}

/// Why a file is no array of bytes, or a folder no data set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdxError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It does not begin with two zeros.
    #[error("no IDX file: it begins with {0:02x?} instead of two zeros")]
    Magic([u8; 2]),
    /// It does not hold unsigned bytes.
    #[error("elements of type 0x{0:02x}, expected unsigned bytes (0x08)")]
    Type(u8),
    /// It has another number of dimensions.
    #[error("{found} dimensions, expected {expected}")]
    Dimensions {
        /// Those it has.
        found: usize,
        /// Those it should have.
        expected: usize,
    },
    /// Its elements are fewer or more than the dimensions say.
    #[error("{found} elements, but the dimensions {shape:?} ask for {expected}")]
    Length {
        /// The dimensions.
        shape: Vec<usize>,
        /// The elements found.
        found: usize,
        /// Their product.
        expected: u64,
    },
    /// There are not as many labels as images, or none at all.
    #[error("{images} images and {labels} labels")]
    Unequal {
        /// The images.
        images: usize,
        /// The labels.
        labels: usize,
    },
    /// A label is no class.
    #[error("label {0}, expected one below {CLASSES}")]
    Label(u8),
    /// What went wrong with a file.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        error: Box<Self>,
    },
}

const UNSIGNED_BYTES: u8 = 8;
const CLASSES: usize = 10;

/// Reads the images `NAME-images-idx3-ubyte` and labels `NAME-labels-idx1-ubyte` of a folder, plain or with `.gz`. Pixels become
/// numbers from 0 to 1.
///
/// # Errors
/// If a file is missing or malformed, or images and labels do not fit each other.
pub fn read_set(folder: &Path, name: &str) -> Result<Data, IdxError> {
    let images = read_file(&folder.join(format!("{name}-images-idx3-ubyte")), 3)?;
    let labels = read_file(&folder.join(format!("{name}-labels-idx1-ubyte")), 1)?;
    if images.shape[0] != labels.shape[0] || labels.bytes.is_empty() {
        return Err(IdxError::Unequal {
            images: images.shape[0],
            labels: labels.shape[0],
        });
    }
    if let Some(&label) = labels
        .bytes
        .iter()
        .find(|&&label| usize::from(label) >= CLASSES)
    {
        return Err(IdxError::Label(label));
    }
    Ok(Data {
        width: images.shape[1] * images.shape[2],
        classes: CLASSES,
        points: images
            .bytes
            .iter()
            .map(|&pixel| f32::from(pixel) / 255.0)
            .collect(),
        labels: labels.bytes.into_iter().map(usize::from).collect(),
    })
}

/// Reads a file, or the compressed one beside it.
fn read_file(path: &Path, dimensions: usize) -> Result<Array, IdxError> {
    let compressed = PathBuf::from(format!("{}.gz", path.display()));
    let result = if !path.exists() && compressed.exists() {
        File::open(compressed)
            .map_err(IdxError::from)
            .and_then(|file| read(GzDecoder::new(file), dimensions))
    } else {
        File::open(path)
            .map_err(IdxError::from)
            .and_then(|file| read(file, dimensions))
    };
    result.map_err(|error| IdxError::File {
        path: path.to_owned(),
        error: Box::new(error),
    })
}

/// Reads an array of that many dimensions.
///
/// # Errors
/// If the bytes are no such array.
pub fn read(mut source: impl Read, dimensions: usize) -> Result<Array, IdxError> {
    let mut magic = [0; 4];
    source.read_exact(&mut magic)?;
    match magic {
        [0, 0, UNSIGNED_BYTES, found] if usize::from(found) == dimensions => {}
        [0, 0, UNSIGNED_BYTES, found] => {
            return Err(IdxError::Dimensions {
                found: found.into(),
                expected: dimensions,
            });
        }
        [0, 0, kind, _] => return Err(IdxError::Type(kind)),
        [first, second, ..] => return Err(IdxError::Magic([first, second])),
    }
    let mut shape = Vec::new();
    for _ in 0..dimensions {
        let mut length = [0; 4];
        source.read_exact(&mut length)?;
        shape.push(u32::from_be_bytes(length) as usize);
    }
    elements(source, shape)
}

/// Reads as many bytes as a shape asks for, and finds that no more follow. Memory grows with what is there, not with what is promised.
fn elements(source: impl Read, shape: Vec<usize>) -> Result<Array, IdxError> {
    let expected = shape
        .iter()
        .try_fold(1u64, |product, &length| product.checked_mul(length as u64))
        .unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    source
        .take(expected.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 == expected {
        return Ok(Array { shape, bytes });
    }
    Err(IdxError::Length {
        shape,
        found: bytes.len(),
        expected,
    })
}

/// Writes an array.
///
/// # Errors
/// If it cannot be written, or a dimension is longer than the format can say.
pub fn write(array: &Array, mut target: impl Write) -> io::Result<()> {
    let dimensions = u8::try_from(array.shape.len()).map_err(io::Error::other)?;
    target.write_all(&[0, 0, UNSIGNED_BYTES, dimensions])?;
    for &length in &array.shape {
        let length = u32::try_from(length).map_err(io::Error::other)?;
        target.write_all(&length.to_be_bytes())?;
    }
    target.write_all(&array.bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn small() -> Array {
        Array {
            shape: vec![2, 2, 3],
            bytes: (0..12).map(|i| i * 20).collect(),
        }
    }

    fn written(array: &Array) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(array, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_is_written_is_read_again() {
        let bytes = written(&small());
        assert_eq!(&bytes[..8], [0, 0, 8, 3, 0, 0, 0, 2]);
        assert_eq!(read(&bytes[..], 3).unwrap(), small());
    }

    #[test]
    fn every_malformed_file_is_refused_with_a_reason() {
        let good = written(&small());
        let changed = |at: usize, to: u8| {
            let mut bytes = good.clone();
            bytes[at] = to;
            bytes
        };
        let cases = [
            (
                changed(0, 0x1f),
                "no IDX file: it begins with [1f, 00] instead of two zeros",
            ),
            (
                changed(2, 0x0d),
                "elements of type 0x0d, expected unsigned bytes (0x08)",
            ),
            (changed(3, 1), "1 dimensions, expected 3"),
            (good[..15].to_vec(), "failed to fill whole buffer"),
            (
                good[..27].to_vec(),
                "11 elements, but the dimensions [2, 2, 3] ask for 12",
            ),
            (
                [&good[..], &[0]].concat(),
                "13 elements, but the dimensions [2, 2, 3] ask for 12",
            ),
            (
                changed(4, 255),
                "12 elements, but the dimensions [4278190082, 2, 3] ask for 25669140492",
            ),
        ];
        for (bytes, message) in cases {
            assert_eq!(read(&bytes[..], 3).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_folder_may_be_compressed_and_must_be_consistent() {
        let folder = std::env::temp_dir().join(format!("gradus-idx-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let labels = |labels: &[u8]| Array {
            shape: vec![labels.len()],
            bytes: labels.to_vec(),
        };
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&written(&small())).unwrap();
        fs::write(
            folder.join("t-images-idx3-ubyte.gz"),
            packed.finish().unwrap(),
        )
        .unwrap();

        let label_file = folder.join("t-labels-idx1-ubyte");
        let missing = read_set(&folder, "t").unwrap_err().to_string();
        assert!(missing.contains("t-labels-idx1-ubyte: "), "{missing}");
        for (bytes, message) in [
            (&[1, 2, 3][..], "2 images and 3 labels"),
            (&[1, 10][..], "label 10, expected one below 10"),
        ] {
            fs::write(&label_file, written(&labels(bytes))).unwrap();
            assert_eq!(read_set(&folder, "t").unwrap_err().to_string(), message);
        }
        fs::write(&label_file, written(&labels(&[7, 3]))).unwrap();
        let data = read_set(&folder, "t").unwrap();
        assert_eq!((data.width, data.labels), (6, vec![7, 3]));
        assert_eq!(data.points[11], 220.0 / 255.0);
        fs::remove_dir_all(folder).unwrap();
    }
}
