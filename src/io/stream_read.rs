// SPDX-License-Identifier: MIT
//! `Stream.read()`, `readexactly()`, `readline()`, `readinto()`.
//!
//! A read waits until the stream is ready, reads, and repeats that until it has what it wants. It gives the
//! others a turn at least once. What a cancelled read had got is kept for the next one.

use super::buffer::Buffer;
use super::entry::{Entry, READ};
use super::stream::Stream;
use crate::core::{Task, Turn};
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Poll, Type, ffi, handlers};
use ::core::cell::Cell;
use ffi::asyncio_read_t as How;

/// The first step of a read that may take everything.
const CHUNK: usize = 256;

/// A read: an awaitable, used again for the stream's next read when it is over.
#[repr(C)]
pub struct Read {
    base: Cell<*const Type>,
    stream: Loose<Stream>,
    /// The buffer of `readinto()`.
    target: Cell<Obj>,
    /// Who awaits it.
    task: Loose<Task>,
    /// Bytes that are wanted.
    size: Cell<usize>,
    /// What there is so far.
    got: Buffer,
    how: Cell<u8>,
    phase: Cell<u8>,
}

/// Nothing to await.
const IDLE: u8 = 0;
/// Made, not awaited yet.
const ARMED: u8 = 1;
/// Waiting for data.
const STARTED: u8 = 2;

// SAFETY: begins with the type; zero is idle; allocated below only.
unsafe impl Native for Read {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_stream_read }
    }
}

/// What one try to read brought.
enum Step {
    Blocked,
    End,
    Some,
    /// An object that is the result as it is.
    Done(Obj),
}

fn new(stream: Gc<Stream>, how: How, size: isize, target: Obj) -> Result<Obj, Exc> {
    let read = match stream.spare_read.get().filter(|r| r.phase.get() == IDLE) {
        Some(read) => read,
        None => {
            let read = Gc::<Read>::new()?;
            stream.spare_read.set(Some(read));
            read
        }
    };
    read.stream.set(Some(stream));
    read.how.set(how as u8);
    read.size.set(usize::try_from(size).unwrap_or(usize::MAX));
    read.target.set(target);
    read.phase.set(ARMED);
    Ok(read.obj())
}

impl Read {
    fn is(&self, how: How) -> bool {
        self.how.get() == how as u8
    }

    /// Whether `got` is what was asked for.
    fn is_complete(&self) -> bool {
        if self.is(How::ASYNCIO_READ_ALL) {
            false
        } else if self.is(How::ASYNCIO_READ_EXACTLY) {
            self.got.len() >= self.size.get()
        } else if self.is(How::ASYNCIO_READ_LINE) {
            self.got.bytes().last() == Some(&b'\n')
        } else {
            self.got.len() != 0 || self.size.get() == 0
        }
    }

    /// How much of `available` bytes this read takes.
    fn share(&self, available: &[u8]) -> usize {
        if self.is(How::ASYNCIO_READ_LINE) {
            available.iter().position(|&b| b == b'\n').map_or(available.len(), |at| at.saturating_add(1))
        } else {
            available.len().min(self.size.get().saturating_sub(self.got.len()))
        }
    }
}

impl Gc<Read> {
    fn poll(self) -> Result<Poll, Exc> {
        let Some(stream) = self.stream.get() else { return Err(Error::ASYNCIO_ERR_STREAM_REUSED.into()) };
        let turn = Turn::current()?;
        match self.phase.get() {
            ARMED => self.start(turn, stream),
            STARTED => self.go_on(turn, stream),
            _ => Err(Error::ASYNCIO_ERR_STREAM_REUSED.into()),
        }
    }

    fn start(self, turn: Turn, stream: Gc<Stream>) -> Result<Poll, Exc> {
        let entry = stream.entry(turn.event_loop).inspect_err(|_| self.phase.set(IDLE))?;
        if stream.reading.get().is_some_and(|other| other.is_waiting(entry)) {
            self.phase.set(IDLE);
            return Err(Error::ASYNCIO_ERR_BUSY_READ.into());
        }
        stream.reading.set(Some(self));
        self.task.set(Some(turn.task()));
        self.phase.set(STARTED);
        self.got.clear();
        let share = self.share(stream.unread.bytes());
        if let Some(bytes) = stream.unread.bytes().get(..share) {
            self.got.extend(bytes)?;
            stream.unread.consume(share);
        }
        if self.is_complete() { self.finish(stream) } else { self.wait(turn, stream, entry) }
    }

    /// Whether some other task really waits in this read.
    fn is_waiting(self, entry: Gc<Entry>) -> bool {
        self.phase.get() == STARTED && self.task.get().is_some_and(|task| entry.is_awaited_by(task, READ))
    }

    fn go_on(self, turn: Turn, stream: Gc<Stream>) -> Result<Poll, Exc> {
        let entry = stream.entry(turn.event_loop).inspect_err(|_| self.release(stream))?;
        match self.step(stream, entry).inspect_err(|_| self.release(stream))? {
            Step::Done(result) => {
                self.release(stream);
                Ok(Poll::ready(result))
            }
            Step::End if self.is(How::ASYNCIO_READ_EXACTLY) => {
                self.release(stream);
                Err(Error::ASYNCIO_ERR_EOF.into())
            }
            Step::End => self.finish(stream),
            Step::Some if self.is_complete() => self.read_on(stream, entry),
            Step::Blocked => {
                entry.exhausted(READ);
                self.wait(turn, stream, entry)
            }
            Step::Some => self.wait(turn, stream, entry),
        }
    }

    /// Parks the task until there is more. The peer may wait for what was written and not drained.
    fn wait(self, turn: Turn, stream: Gc<Stream>, entry: Gc<Entry>) -> Result<Poll, Exc> {
        if stream.is_pending() {
            stream.flush().inspect_err(|_| self.release(stream))?;
        }
        Ok(entry.park(turn, READ))
    }

    /// What was asked for is there. `read(n)` goes on to take what else it may, as MicroPython's sockets do: an error
    /// that stands behind the data shows now, and the data comes with the next read.
    fn read_on(self, stream: Gc<Stream>, entry: Gc<Entry>) -> Result<Poll, Exc> {
        while self.is(How::ASYNCIO_READ_SOME) && self.got.len() < self.size.get() && entry.can_try() {
            match self.step(stream, entry).inspect_err(|_| self.release(stream))? {
                Step::Some => {}
                Step::Blocked => {
                    entry.exhausted(READ);
                    break;
                }
                Step::End | Step::Done(_) => break,
            }
        }
        self.finish(stream)
    }

    /// Reads once.
    fn step(self, stream: Gc<Stream>, entry: Gc<Entry>) -> Result<Step, Exc> {
        if kind(stream)?.in_python { self.step_in_python(stream) } else { self.step_native(stream, entry) }
    }

    fn step_native(self, stream: Gc<Stream>, entry: Gc<Entry>) -> Result<Step, Exc> {
        let s = stream.s.get();
        let count = if self.is(How::ASYNCIO_READ_INTO) {
            let target = buffer(self.target.get(), true)?;
            // SAFETY: the shim does not raise and gets a buffer of that length.
            unsafe { ffi::asyncio_stream_read(s, target.start.cast(), target.len) }
        } else {
            let left = self.size.get().saturating_sub(self.got.len());
            let room = if self.size.get() == usize::MAX { CHUNK.max(self.got.len()) } else { left };
            let place = self.got.reserve(room)?.cast();
            if self.is(How::ASYNCIO_READ_LINE) {
                // SAFETY: as above.
                unsafe { ffi::asyncio_stream_read_line(s, entry.raw_fd(), place, room) }
            } else {
                // SAFETY: as above.
                unsafe { ffi::asyncio_stream_read(s, place, room) }
            }
        };
        let count = Result::from(count)?;
        Ok(match count.as_count() {
            None => Step::Blocked,
            Some(_) if self.is(How::ASYNCIO_READ_INTO) => Step::Done(count),
            Some(0) => Step::End,
            Some(count) => {
                self.got.added(count);
                Step::Some
            }
        })
    }

    /// A stream whose methods are written in Python answers with objects.
    fn step_in_python(self, stream: Gc<Stream>) -> Result<Step, Exc> {
        let is_readinto = self.is(How::ASYNCIO_READ_INTO);
        let arg = if is_readinto {
            self.target.get()
        } else if self.is(How::ASYNCIO_READ_LINE) {
            Obj::NULL
        } else if self.size.get() == usize::MAX {
            Obj::small_int(usize::MAX)
        } else {
            Obj::small_int(self.size.get().saturating_sub(self.got.len()))
        };
        // SAFETY: the shim does not raise.
        let ret = Result::from(unsafe { ffi::asyncio_stream_call_read(stream.s.get(), arg, is_readinto) })?;
        if ret == Obj::NONE {
            return Ok(Step::Blocked);
        }
        if is_readinto || (self.is(How::ASYNCIO_READ_SOME) && self.got.len() == 0) {
            return Ok(Step::Done(ret));
        }
        let bytes = buffer(ret, false)?;
        if bytes.len == 0 {
            return Ok(Step::End);
        }
        // SAFETY: the object's memory, which nothing changes before it is copied.
        self.got.extend(unsafe { ::core::slice::from_raw_parts(bytes.start.cast_const(), bytes.len) })?;
        Ok(Step::Some)
    }

    /// Ends the read with what it has got.
    fn finish(self, stream: Gc<Stream>) -> Result<Poll, Exc> {
        if self.is(How::ASYNCIO_READ_INTO) {
            let target = buffer(self.target.get(), true)?;
            let count = self.got.len().min(target.len);
            // SAFETY: `count` bytes are in both.
            unsafe { ::core::ptr::copy_nonoverlapping(self.got.bytes().as_ptr(), target.start, count) };
            self.got.clear();
            self.release(stream);
            return Ok(Poll::ready(Obj::small_int(count)));
        }
        let is_text = kind(stream).is_ok_and(|kind| kind.is_text && !kind.in_python);
        let result = self.got.object(is_text);
        if result.is_ok() {
            self.got.clear();
        }
        self.release(stream);
        result.map(Poll::ready)
    }

    /// Frees the stream for the next read, which will find what this one had got.
    fn release(self, stream: Gc<Stream>) {
        if self.got.len() != 0 {
            stream.unread.take(&self.got);
        }
        self.target.set(Obj::NULL);
        self.task.set(None);
        self.phase.set(IDLE);
        stream.reading.set(None);
    }
}

/// What there is to know of the stream that is read.
fn kind(stream: Gc<Stream>) -> Result<ffi::asyncio_stream_kind_t, Exc> {
    let mut kind = stream.kind.get();
    if !kind.known {
        // SAFETY: the shim does not raise.
        Result::from(unsafe { ffi::asyncio_stream_kind(stream.s.get(), &mut kind) })?;
        stream.kind.set(kind);
    }
    Ok(kind)
}

/// The memory behind a buffer object.
pub(super) fn buffer(obj: Obj, writable: bool) -> Result<ffi::asyncio_buffer_t, Exc> {
    let mut buffer = ffi::asyncio_buffer_t { start: ::core::ptr::null_mut(), len: 0 };
    // SAFETY: the shim does not raise.
    Result::from(unsafe { ffi::asyncio_buffer(obj, writable, &mut buffer) })?;
    Ok(buffer)
}

handlers! {
    /// `Stream.read(n=-1)` and the other reads
    fn asyncio_stream_read_new(this: Obj, how: How, size: isize, buf: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { new(Gc::assume(this), how, size, buf) }.into()
    }

    /// `await stream.read()`
    fn asyncio_stream_read_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Read>::assume(this).poll() }.into()
    }

    /// An exception is thrown into `await stream.read()`.
    fn asyncio_stream_read_throw(this: Obj) {
        // SAFETY: the glue's contract.
        let read = unsafe { Gc::<Read>::assume(this) };
        if let Some(stream) = read.stream.get()
            && read.phase.get() == STARTED
        {
            read.release(stream);
        }
        read.phase.set(IDLE);
    }
}
