//! The file format of a cobuy snapshot: checked zero-copy reader, writer, verification.
