// SPDX-License-Identifier: MIT
//! `Stream.write()`, `drain()`, `wait_closed()`.
//!
//! `write()` gives the stream what it takes at once and keeps the rest, which a drain sends, or a read before it waits. Any number of tasks may drain: each
//! sends what is pending, in order, until nothing is. A drain gives the others a turn at least once, so that a
//! loop of writes and drains cannot keep the loop for itself.

use super::entry::WRITE;
use super::stream::Stream;
use crate::core::Turn;
use crate::vm::exc::HandlerResult;
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Poll, Type, ffi, handlers};
use ::core::cell::Cell;

/// A drain, which serves all tasks of its stream, or a drain with a close behind it.
#[repr(C)]
pub struct Flush {
    base: Cell<*const Type>,
    stream: Loose<Stream>,
    then_close: Cell<bool>,
}

// SAFETY: begins with the type, `stream` is set below, which is the only allocation.
unsafe impl Native for Flush {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_stream_flush }
    }
}

impl Stream {
    /// Offers `data` from `offset` on to the stream. Returns how much it took.
    fn offer(&self, data: Obj, offset: usize) -> Result<usize, Exc> {
        // SAFETY: the shim does not raise.
        let count = Result::from(unsafe { ffi::asyncio_stream_write(self.s.get(), data, offset) })?;
        Ok(count.as_count().unwrap_or(0))
    }

    fn write(&self, data: Obj) -> Result<Obj, Exc> {
        self.check_open()?;
        let len = super::stream_read::buffer(data, false)?.len;
        let taken = if self.is_pending() || self.is_untouched.get() { 0 } else { self.offer(data, 0)? };
        if taken >= len {
            return Ok(Obj::NONE);
        }
        let pending = self.out_buf.get();
        // SAFETY: the shim does not raise.
        let all = unsafe { ffi::asyncio_bytes_append(pending, self.out_offset.get(), data, taken) };
        self.out_buf.set(Result::from(all)?);
        self.out_offset.set(0);
        Ok(Obj::NONE)
    }

    /// Sends what is pending. Returns whether nothing is any more.
    pub(super) fn flush(&self) -> Result<bool, Exc> {
        self.is_untouched.set(false);
        while self.is_pending() {
            self.check_open()?;
            let data = self.out_buf.get();
            let len = super::stream_read::buffer(data, false)?.len;
            let offset = self.out_offset.get();
            let taken = if offset < len { self.offer(data, offset)? } else { 0 };
            self.out_offset.set(offset.saturating_add(taken));
            if self.out_offset.get() >= len {
                self.out_buf.set(Obj::NULL);
                self.out_offset.set(0);
            } else if taken == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Gc<Flush> {
    fn poll(self) -> Result<Poll, Exc> {
        let Some(stream) = self.stream.get() else { return Ok(Poll::ready(Obj::NONE)) };
        let turn = Turn::current()?;
        // Also after another task has drained the stream while this one was parked for it.
        let is_back =
            turn.comes_back_from(self.obj()) || stream.known_entry().is_some_and(|entry| entry.is_back(turn, WRITE));
        if !stream.flush()? {
            let entry = stream.entry(turn.event_loop)?;
            entry.exhausted(WRITE);
            return Ok(entry.park(turn, WRITE));
        }
        if is_back || self.then_close.get() { self.finish(stream) } else { Ok(turn.park_ready(self.obj())) }
    }

    fn finish(self, stream: Gc<Stream>) -> Result<Poll, Exc> {
        if self.then_close.get() {
            stream.close()?;
        }
        Ok(Poll::ready(Obj::NONE))
    }
}

fn new_flush(stream: Gc<Stream>, then_close: bool) -> Result<Obj, Exc> {
    if let Some(drain) = stream.drain.get().filter(|_| !then_close) {
        return Ok(drain.obj());
    }
    let flush = Gc::<Flush>::new()?;
    flush.stream.set(Some(stream));
    flush.then_close.set(then_close);
    if !then_close {
        stream.drain.set(Some(flush));
    }
    Ok(flush.obj())
}

handlers! {
    /// `Stream.write(data)`
    fn asyncio_stream_write_some(this: Obj, data: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Stream>::assume(this).write(data) }.into()
    }

    /// `Stream.drain()`, `Stream.wait_closed()`
    fn asyncio_stream_flush_new(this: Obj, then_close: bool) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { new_flush(Gc::assume(this), then_close) }.into()
    }

    /// `await stream.drain()`
    fn asyncio_stream_flush_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Flush>::assume(this).poll() }.into()
    }
}
