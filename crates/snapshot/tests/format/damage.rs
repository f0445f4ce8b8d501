//! Damaged and hostile files: opening, verifying and reading never panic, and what can be noticed is.

use cobuy_snapshot::records::{Entry, Header, KIND_BASE, KIND_SHARD, plane, tag};
use cobuy_snapshot::{Base, MAX_PAYLOAD_BYTES, ReadError, Shard};
use cobuy_testkit::{read, repair, sample};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

#[test]
fn no_length_but_the_whole_opens() {
    for payload in [sample::shard(), sample::seasonal(), sample::base()] {
        for length in 0..payload.len() {
            let cut = &payload[..length];
            assert!(Shard::open(cut).is_err() && Base::open(cut).is_err(), "{length} bytes open");
        }
        let longer = [payload.as_slice(), &[0]].concat();
        assert!(Shard::open(&longer).is_err() && Base::open(&longer).is_err());
    }
}

/// A cut file whose header states what is left, as a file system may leave one behind.
#[test]
fn cuts_with_a_matching_header_are_noticed() {
    for payload in [sample::shard(), sample::seasonal(), sample::base()] {
        for length in 12..payload.len() {
            let mut cut = payload[..length].to_vec();
            cut[8..12].copy_from_slice(&(length as u32).to_le_bytes());
            let verified = read::everything(&cut);
            assert!(!verified.base && !verified.shard, "{length} bytes pass");
        }
    }
}

#[test]
fn flipped_bits_do_no_harm() {
    for payload in [sample::shard(), sample::seasonal(), sample::base()] {
        // Every third bit: all eight positions take turns, in a third of the time.
        for bit in (0..payload.len() * 8).step_by(3) {
            let mut flipped = payload.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            read::everything(&flipped);
        }
    }
}

/// Every field of header and directory, set to what attackers try.
#[test]
fn hostile_headers_and_directories_do_no_harm() {
    for payload in [sample::shard(), sample::seasonal(), sample::base()] {
        let directory = size_of::<Header>() + usize::from(payload[7]) * size_of::<Entry>();
        let length = payload.len() as u32;
        for field in (4..directory).step_by(4) {
            let near = [length - 1, length, length + 1, length / 2];
            for value in [0, 1, 7, 0x7fff_ffff, 0x8000_0000, u32::MAX - 1, u32::MAX].into_iter().chain(near) {
                let mut hostile = payload.clone();
                hostile[field..field + 4].copy_from_slice(&value.to_le_bytes());
                read::everything(&hostile);
            }
        }
    }
}

#[test]
fn sections_outside_the_payload_are_refused() {
    let check = |offset: u32, length: u32, expected: ReadError| {
        let mut payload = sample::shard();
        // The first entry of the directory is the head's.
        payload[20..24].copy_from_slice(&offset.to_le_bytes());
        payload[24..28].copy_from_slice(&length.to_le_bytes());
        assert_eq!(Shard::open(&payload).err(), Some(expected), "{offset} + {length}");
    };
    let got = sample::shard().len();
    let end = got as u32;
    check(end, 1, ReadError::Truncated { offset: got, needed: 1, got });
    check(end - 1, 2, ReadError::Truncated { offset: got - 1, needed: 2, got });
    let most = u32::MAX as usize;
    check(u32::MAX, u32::MAX, ReadError::Truncated { offset: most, needed: most, got });
    check(0, 3, ReadError::Section { tag: tag::HEAD, got: 3 });
    check(end, 0, ReadError::Section { tag: tag::HEAD, got: 0 });
}

#[test]
fn what_is_no_file_of_this_version_is_refused() {
    let check = |position: usize, byte: u8, expected: ReadError| {
        let mut payload = sample::shard();
        payload[position] = byte;
        assert_eq!(Shard::open(&payload).err(), Some(expected));
    };
    check(0, b'C', ReadError::Magic);
    check(4, 2, ReadError::Version { got: 2 });
    check(6, KIND_BASE, ReadError::Kind { got: KIND_BASE });
    assert_eq!(Base::open(&sample::shard()).err(), Some(ReadError::Kind { got: KIND_SHARD }));
    assert_eq!(Shard::open(b"<!doctype html><html>").err(), Some(ReadError::Magic));
    let mut large = sample::shard();
    large.resize(MAX_PAYLOAD_BYTES + 1, 0);
    let got = large.len();
    large[8..12].copy_from_slice(&(got as u32).to_le_bytes());
    assert_eq!(Shard::open(&large).err(), Some(ReadError::Length { expected: got, got }));
}

/// A newer writer may add sections, lengthen heads and append planes to items.
#[test]
fn what_a_newer_writer_adds_is_skipped() {
    for (kind, payload) in [
        (KIND_SHARD, sample::shard()),
        (KIND_SHARD, sample::seasonal()),
        (KIND_BASE, sample::base()),
        (KIND_BASE, sample::ruled()),
    ] {
        let mut sections = repair::sections(&payload);
        let items =
            sections.iter().find(|(tag, _)| *tag == tag::LENGTHS).map_or(0, |(_, bytes)| bytes.len() / 8);
        for (tag, bytes) in &mut sections {
            if *tag == tag::ITEMS {
                // The two planes that may stand there in this version, unknown for every item.
                bytes.resize(bytes.len() + items, 0);
                bytes.resize(bytes.len() + items, plane::NO_POSITION);
            }
            let more = if *tag == tag::HEAD {
                5
            } else if *tag == tag::ITEMS {
                2 * items
            } else {
                0
            };
            bytes.resize(bytes.len() + more, 0xaa);
        }
        sections.insert(1, (*b"NEWS", vec![1, 2, 3]));
        let verified = read::everything(&repair::sealed(kind, &sections));
        assert_eq!((verified.shard, verified.base), (kind == KIND_SHARD, kind == KIND_BASE));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, rng_seed: RngSeed::Fixed(2), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..600), base: bool) {
        read::everything(&bytes);
        let kind = if base { KIND_BASE } else { KIND_SHARD };
        let (mut sections, mut rest) = (repair::sections(&sample::shard()), bytes.iter().cycle());
        for (_, section) in &mut sections {
            section.iter_mut().zip(&mut rest).for_each(|(byte, random)| *byte = *random);
        }
        read::everything(&repair::sealed(kind, &sections));
    }

    #[test]
    fn changed_sections_do_no_harm(
        base: bool,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let (kind, mut payload) = if base { (KIND_BASE, sample::ruled()) } else { (KIND_SHARD, sample::shard()) };
        for (position, byte) in changes {
            let position = position.index(payload.len());
            payload[position] = byte;
        }
        read::everything(&payload);
        read::everything(&repair::container(&payload, kind));
    }
}

/// The repair is only worth its name if it leaves sound files sound.
#[test]
fn repairing_changes_nothing_that_holds() {
    assert!(read::everything(&repair::container(&sample::shard(), KIND_SHARD)).shard);
    for payload in [sample::base(), sample::ruled()] {
        assert!(read::everything(&repair::container(&payload, KIND_BASE)).base);
        let sections = |payload: &[u8]| repair::sections(payload).len();
        assert_eq!(sections(&repair::container(&payload, KIND_BASE)), payload[7].into());
    }
}
