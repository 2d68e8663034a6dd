// SPDX-License-Identifier: MIT
//! `asyncio.Stream`: reading and writing any of MicroPython's streams without blocking the loop.
//!
//! `StreamReader` and `StreamWriter` are the same class, as in MicroPython. The two directions are in
//! `stream_read.rs` and `stream_write.rs`.

use super::buffer::Buffer;
use super::entry::Entry;
use super::stream_read::Read;
use super::stream_write::Flush;
use crate::core::EventLoop;
use crate::vm::exc::{Error, HandlerResult};
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Type, ffi, handlers};
use ::core::cell::Cell;

/// A stream.
#[repr(C)]
pub struct Stream {
    base: Cell<*const Type>,
    /// What is read and written.
    pub(super) s: Cell<Obj>,
    e: Cell<Obj>,
    /// Written, but not accepted by `s` yet; null: nothing. Users may assign any buffer.
    pub(super) out_buf: Cell<Obj>,
    /// How much of `out_buf` has been accepted.
    pub(super) out_offset: Cell<usize>,
    entry: Loose<Entry>,
    /// The read that is going on.
    pub(super) reading: Loose<Read>,
    /// Reads are used over and over, like the loop's sleep.
    pub(super) spare_read: Loose<Read>,
    pub(super) drain: Loose<Flush>,
    /// What a read that was cancelled had got.
    pub(super) unread: Buffer,
    /// What there is to know of `s` to read it, once it has been asked.
    pub(super) kind: Cell<ffi::asyncio_stream_kind_t>,
    pub(super) is_closed: Cell<bool>,
    /// TLS that has not begun its handshake. An await begins it: `write()` would compute for long, and raise what is
    /// wrong with the peer if that answers at once.
    pub(super) is_untouched: Cell<bool>,
}

// SAFETY: begins with the type; zero is a stream without anything pending; allocated below only.
unsafe impl Native for Stream {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_stream }
    }
}

impl Stream {
    /// What the poller knows of it.
    ///
    /// # Errors
    /// OSError if it is closed or cannot be waited for; MemoryError.
    pub(super) fn entry(&self, event_loop: Gc<EventLoop>) -> Result<Gc<Entry>, Exc> {
        self.check_open()?;
        if let Some(entry) = self.entry.get().filter(|e| e.is_of(event_loop)) {
            return Ok(entry);
        }
        let entry = Entry::of(event_loop, self.s.get())?;
        self.entry.set(Some(entry));
        Ok(entry)
    }

    /// What the poller knows of it, if it was waited for before.
    pub(super) fn known_entry(&self) -> Option<Gc<Entry>> {
        self.entry.get()
    }

    /// # Errors
    /// OSError(EBADF) if it is closed.
    pub(super) fn check_open(&self) -> Result<(), Exc> {
        if self.is_closed.get() { Err(Error::ASYNCIO_ERR_STREAM_CLOSED.into()) } else { Ok(()) }
    }

    /// Whether something was written that has not been accepted yet.
    pub(super) fn is_pending(&self) -> bool {
        !self.out_buf.get().is_null()
    }

    /// Closes it at once. Who waits for it fails with OSError.
    ///
    /// # Errors
    /// What `s.close()` raises.
    pub(super) fn close(&self) -> Result<(), Exc> {
        if self.is_closed.replace(true) {
            return Ok(());
        }
        if let Some(event_loop) = EventLoop::existing()
            && let Some(entry) = self.entry.get()
        {
            entry.close(event_loop);
        }
        // SAFETY: the shim does not raise.
        Result::from(unsafe { ffi::asyncio_stream_close(self.s.get()) }).map(drop)
    }
}

fn new(s: Obj, e: Obj, below: Option<Obj>) -> Result<Obj, Exc> {
    let stream = Gc::<Stream>::new()?;
    stream.s.set(s);
    stream.e.set(e);
    stream.is_untouched.set(below.is_some());
    if let Some(below) = below.filter(|_| ffi::ASYNCIO_PORT_DESCRIPTORS != 0) {
        let event_loop = EventLoop::get()?;
        let below = Entry::of(event_loop, below)?;
        stream.entry(event_loop)?.below.set(Some(below));
    }
    Ok(stream.obj())
}

handlers! {
    /// `Stream(s, e={})`; `below` is the socket if `s` is TLS over one, else null.
    fn asyncio_stream_new(s: Obj, e: Obj, below: Obj) -> HandlerResult {
        new(s, e, below.non_null()).into()
    }

    /// `Stream.s`
    fn asyncio_stream_s(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Stream>::assume(this) }.s.get()
    }

    /// `Stream.e`
    fn asyncio_stream_e(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Stream>::assume(this) }.e.get()
    }

    /// `Stream.out_buf`; null if nothing is pending
    fn asyncio_stream_out_buf(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Stream>::assume(this) }.out_buf.get()
    }

    /// `Stream.out_buf = data`
    fn asyncio_stream_set_out_buf(this: Obj, data: Obj) {
        // SAFETY: the glue's contract.
        let stream = unsafe { Gc::<Stream>::assume(this) };
        stream.out_buf.set(data);
        stream.out_offset.set(0);
    }

    /// `Stream.close()`: at once, unless something is pending, which `wait_closed()` sends first.
    fn asyncio_stream_close_now(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        let stream = unsafe { Gc::<Stream>::assume(this) };
        let closed = if stream.is_pending() { Ok(()) } else { stream.close() };
        closed.map(|()| Obj::NONE).into()
    }
}
