//! Payloads to files and back. Files are gzip inside because plain static hosts send unknown types uncompressed; the
//! browser inflates them and checks the CRC-32. The compressor is pinned in `Cargo.toml`: same payload, same file.

use libdeflater::{CompressionLvl, Compressor, DecompressionError, Decompressor};
use std::vec;
use std::vec::Vec;

/// A file that is no gzip of an allowed payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GzipError {
    /// Not gzip, cut off, or its checksum is wrong.
    Damaged,
    /// It states a payload above [`crate::MAX_PAYLOAD_BYTES`].
    TooLarge {
        /// Bytes it states.
        got: usize,
    },
}

impl core::fmt::Display for GzipError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Damaged => {
                write!(f, "not a whole gzip file: cut off or changed, its checksum does not hold")
            }
            Self::TooLarge { got } => {
                write!(f, "inflates to {got} bytes, at most {} are allowed", crate::MAX_PAYLOAD_BYTES)
            }
        }
    }
}

impl std::error::Error for GzipError {}

/// Compresses a payload at the strongest level.
pub fn compress(payload: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(CompressionLvl::best());
    let mut file = vec![0; compressor.gzip_compress_bound(payload.len())];
    // The bound holds for every input, so the only error (too little room) cannot happen.
    let length = compressor.gzip_compress(payload, &mut file).unwrap_or(0);
    file.truncate(length);
    file
}

/// Inflates a file, checking CRC-32 and size.
///
/// # Errors
/// [`GzipError`] for anything that [`compress`] did not write.
pub fn inflate(file: &[u8]) -> Result<Vec<u8>, GzipError> {
    // The last four bytes of a gzip file state its inflated length.
    let stated = file.last_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes) as usize);
    let got = stated.ok_or(GzipError::Damaged)?;
    if got > crate::MAX_PAYLOAD_BYTES {
        return Err(GzipError::TooLarge { got });
    }
    let mut payload = vec![0; got];
    match Decompressor::new().gzip_decompress(file, &mut payload) {
        Ok(length) if length == got => Ok(payload),
        Ok(_) | Err(DecompressionError::BadData | DecompressionError::InsufficientSpace) => {
            Err(GzipError::Damaged)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_compressed_inflates_and_nothing_else() {
        let payload = b"cobu".repeat(1_000);
        let file = compress(&payload);
        assert_eq!(inflate(&file).as_deref(), Ok(payload.as_slice()));
        assert!(inflate(&file[..file.len() - 9]).is_err());
        let mut flipped = file.clone();
        flipped[file.len() / 2] ^= 1;
        assert!(inflate(&flipped).is_err());
        assert_eq!(
            inflate(b"<html>"),
            Err(GzipError::TooLarge { got: u32::from_le_bytes(*b"tml>") as usize })
        );
        assert_eq!(inflate(&[]), Err(GzipError::Damaged));
    }
}
