//! Taking in one piece of a file.

use std::io::SeekFrom;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt;
use ring::digest::{Context, SHA256};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

use super::MAX_SIZE;
use super::content::{ENOUGH, media_type};
use super::disk::Place;
use crate::app::AppState;
use crate::digest::hex;
use crate::problem::{Code, Problem};
use crate::store::file::{self, FileRow};

/// A piece: where it starts, its bytes, and their hash if the client sent one.
pub(super) struct Piece {
    pub(super) offset: u64,
    pub(super) body: Body,
    pub(super) checksum: Option<Vec<u8>>,
}

/// Reads a body that nobody wants, so that the answer reaches whoever is still sending it and the connection lives on; at most as much as a file
/// may have. Says how many bytes came.
pub(super) async fn swallow(body: Body) -> u64 {
    rest(&mut body.into_data_stream()).await
}

async fn rest(body: &mut BodyDataStream) -> u64 {
    let mut came = 0;
    while came <= MAX_SIZE {
        match body.next().await {
            Some(Ok(bytes)) => came += bytes.len() as u64,
            Some(Err(_)) | None => break,
        }
    }
    came
}

/// Writes a piece and answers the new offset, once it is safe. The caller holds the file's lock.
pub(super) async fn receive(
    state: &AppState,
    row: &FileRow,
    place: &Place,
    piece: Piece,
) -> Result<u64, Problem> {
    if piece.offset != place.arrived().await? {
        return Err(Problem::new(Code::OffsetWrong));
    }
    tokio::fs::create_dir_all(&place.folder).await?;
    let mut part = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&place.part)
        .await?;
    let offset = append(&mut part, piece, row.size).await?;
    check_type(&mut part, row, place, state, offset).await?;
    if offset == row.size && !complete(&mut part, row, place, state).await? {
        return Err(Problem::new(Code::FileDamaged));
    }
    Ok(offset)
}

/// How far an upload has come. All its bytes can be here without its end: the portal, or whoever sent them, went away in between. It is ended then,
/// or else everybody would be told of a whole file that no dossier may name. The caller holds the file's lock.
pub(super) async fn stands(state: &AppState, row: &FileRow, place: &Place) -> Result<u64, Problem> {
    if row.complete {
        return Ok(row.size);
    }
    let arrived = place.arrived().await?;
    if arrived < row.size {
        return Ok(arrived);
    }
    let mut part = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&place.part)
        .await?;
    check_type(&mut part, row, place, state, arrived).await?;
    let whole = complete(&mut part, row, place, state).await?;
    Ok(if whole { row.size } else { 0 })
}

/// Appends what comes. A connection that is cut leaves what arrived, unless a checksum covers it; a wrong checksum or a
/// byte too many leaves nothing of this piece.
async fn append(part: &mut File, piece: Piece, size: u64) -> Result<u64, Problem> {
    part.seek(SeekFrom::Start(piece.offset)).await?;
    let mut body = piece.body.into_data_stream();
    let (mut context, mut end, mut cut) = (Context::new(&SHA256), piece.offset, false);
    while let Some(frame) = body.next().await {
        let Ok(bytes) = frame else {
            cut = true;
            break;
        };
        end += bytes.len() as u64;
        if end > size {
            part.set_len(piece.offset).await?;
            rest(&mut body).await;
            return Err(too_many_bytes());
        }
        context.update(&bytes);
        part.write_all(&bytes).await?;
    }
    part.flush().await?;
    if piece
        .checksum
        .is_some_and(|expected| cut || context.finish().as_ref() != expected)
    {
        part.set_len(piece.offset).await?;
        return Err(Problem::new(Code::FileDamaged).with_detail("the piece doesn't match its checksum"));
    }
    part.sync_data().await?;
    Ok(end)
}

/// Of a piece that goes over its file's end.
pub(super) fn too_many_bytes() -> Problem {
    Problem::new(Code::FileTooLarge).with_detail("more bytes than announced")
}

/// Looks at the first bytes as soon as they can tell, and again at the end; another type than announced ends the upload.
async fn check_type(
    part: &mut File,
    row: &FileRow,
    place: &Place,
    state: &AppState,
    offset: u64,
) -> Result<(), Problem> {
    if offset < row.size && offset < 16 {
        return Ok(());
    }
    let mut head = Vec::with_capacity(ENOUGH);
    part.seek(SeekFrom::Start(0)).await?;
    (&mut *part).take(ENOUGH as u64).read_to_end(&mut head).await?;
    if media_type(&head) == Some(row.media_type.as_str()) {
        return Ok(());
    }
    place.remove().await?;
    let (sub, sha256) = (row.sub.clone(), row.sha256.clone());
    state
        .store
        .write(move |tx| file::forget(tx, &sub, &sha256))
        .await?;
    Err(Problem::new(Code::FileTypeRefused))
}

/// Checks the hash of all bytes: a right one makes it a file, a wrong one sets the upload back to 0. Says which.
async fn complete(part: &mut File, row: &FileRow, place: &Place, state: &AppState) -> Result<bool, Problem> {
    part.seek(SeekFrom::Start(0)).await?;
    let (mut context, mut buffer) = (Context::new(&SHA256), vec![0; 256 * 1024]);
    loop {
        let read = part.read(&mut buffer).await?;
        if read == 0 {
            break;
        }
        context.update(&buffer[..read]);
    }
    if hex(context.finish().as_ref()) != row.sha256 {
        part.set_len(0).await?;
        part.sync_data().await?;
        return Ok(false);
    }
    place.finish().await?;
    let (sub, sha256) = (row.sub.clone(), row.sha256.clone());
    state
        .store
        .write(move |tx| file::mark_complete(tx, &sub, &sha256))
        .await?;
    Ok(true)
}
