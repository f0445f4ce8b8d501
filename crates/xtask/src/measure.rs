//! What a file weighs on the wire.

use std::io::Write;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Sizes of one file in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// As it lies on disk.
    pub raw: u64,
    /// gzip, level 9.
    pub gzip: u64,
    /// Brotli, quality 11, window 2^24: the most a CDN does.
    pub brotli: u64,
}

impl Weight {
    /// Compresses a file both ways. The compressors are pinned in `Cargo.lock`, so the numbers are the same everywhere.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Counter::default(), Compression::best());
        gzip.write_all(bytes).context("compressing with gzip")?;
        let gzip = gzip.finish().context("compressing with gzip")?.bytes;
        let parameters =
            BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
        let mut brotli = Counter::default();
        brotli::BrotliCompress(&mut &*bytes, &mut brotli, &parameters).context("compressing with brotli")?;
        Ok(Self { raw: bytes.len() as u64, gzip, brotli: brotli.bytes })
    }
}

impl std::ops::AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

/// Counts what is written to it.
#[derive(Default)]
struct Counter {
    bytes: u64,
}

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_compresses_and_noise_does_not() {
        let text = Weight::of("abcdefgh".repeat(1000).as_bytes()).unwrap();
        assert_eq!(text.raw, 8000);
        assert!(text.brotli < text.gzip && text.gzip < 100, "{text:?}");
        let noise: Vec<u8> =
            (0..4000_u64).map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect();
        let noise = Weight::of(&noise).unwrap();
        assert!(noise.gzip > 1000, "{noise:?}");
    }
}
