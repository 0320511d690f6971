use std::io::Cursor;

use super::*;

const KEY: [u8; 32] = [5; 32];
const SIZES: [usize; 7] = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17];

fn seal() -> FileSeal<'static> {
    FileSeal {
        account: "01890000-0000-7000-8000-000000000001",
        file: "f",
        key: &KEY,
    }
}

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at % 251) as u8).collect()
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    let mut target = Vec::new();
    let kept = write_sealed(
        &mut Cursor::new(plain),
        &mut target,
        &seal(),
        Algorithm::Aes256Gcm,
        [3; PREFIX_LEN],
    )
    .unwrap();
    assert_eq!((kept.sha256, kept.size), (sha256(plain), plain.len() as u64));
    target
}

fn read(sealed: &[u8], size: u64, offset: u64, length: usize) -> Result<Vec<u8>> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(sealed).unwrap();
    read_sealed(&mut file, &seal(), size, offset, length)
}

#[test]
fn any_part_of_any_size_reads_back() {
    for size in SIZES {
        let (plain, boxed) = (content(size), sealed(&content(size)));
        assert_eq!(read(&boxed, size as u64, 0, usize::MAX).unwrap(), plain, "{size}");
        for offset in [
            0,
            1,
            CHUNK - 1,
            CHUNK,
            CHUNK + 1,
            size.saturating_sub(1),
            size,
            size + 1,
        ] {
            let expected: Vec<u8> = plain.iter().skip(offset).take(1000).copied().collect();
            assert_eq!(
                read(&boxed, size as u64, offset as u64, 1000).unwrap(),
                expected,
                "{size} from {offset}"
            );
        }
    }
}

#[test]
fn cut_grown_or_moved_chunks_are_refused() {
    let size = 2 * CHUNK;
    let boxed = sealed(&content(size));
    let (first, second) = (
        HEADER_LEN..HEADER_LEN + CHUNK + TAG_LEN,
        HEADER_LEN + CHUNK + TAG_LEN..boxed.len(),
    );
    let parts = |order: [std::ops::Range<usize>; 2]| {
        [
            &boxed[..HEADER_LEN],
            &boxed[order[0].clone()],
            &boxed[order[1].clone()],
        ]
        .concat()
    };
    assert!(read(&parts([first.clone(), second.clone()]), size as u64, 0, size).is_ok());
    assert!(
        read(&parts([second.clone(), first.clone()]), size as u64, 0, size).is_err(),
        "swapped"
    );
    assert!(
        read(
            &parts([first.clone(), first.clone()]),
            size as u64,
            CHUNK as u64,
            1
        )
        .is_err(),
        "repeated"
    );
    assert!(read(&boxed[..second.start], size as u64, 0, 1).is_err(), "cut");
    // Somebody who also knows to claim the smaller size finds that the first chunk isn't the last.
    assert!(
        read(&boxed[..second.start], CHUNK as u64, 0, 1).is_err(),
        "cut, with its size"
    );
    assert!(
        read(&[&boxed[..], &boxed[first]].concat(), size as u64, 0, 1).is_err(),
        "grown"
    );
}

#[test]
fn altered_bytes_are_refused() {
    let boxed = sealed(&content(40));
    for at in 0..boxed.len() {
        let mut altered = boxed.clone();
        altered[at] ^= 0x80;
        assert!(read(&altered, 40, 0, 40).is_err(), "byte {at}");
    }
}

#[test]
fn another_file_key_or_account_does_not_open_it() {
    let boxed = sealed(&content(40));
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&boxed).unwrap();
    let key = [6; 32];
    for other in [
        FileSeal { key: &key, ..seal() },
        FileSeal { file: "g", ..seal() },
        FileSeal {
            account: "x",
            ..seal()
        },
    ] {
        assert!(read_sealed(&mut file, &other, 40, 0, 40) == Err(DAMAGED));
    }
}

#[test]
fn hashes_are_found_wherever_they_stand() {
    let (a, b) = ("0a".repeat(32), "ff".repeat(32));
    let text = format!(r#"{{"answers":{{"sha256":"{a}"}},"later":["{b}"],"long":"{a}0","kid":"abc"}}"#);
    assert_eq!(hashes_in(&text), [a.parse().unwrap(), b.parse().unwrap()]);
}
