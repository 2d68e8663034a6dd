// SPDX-License-Identifier: MIT
//! Which streams are ready.
//!
//! A stream that is waited for has an [`Entry`]. There are two kinds:
//!
//! * With a file descriptor (unix): registered with the platform once, for both directions and for edges. An
//!   edge sets a bit in the entry and wakes who waits. The table by descriptor keeps registered entries alive,
//!   until the stream is closed or another stream turns up with the same descriptor.
//! * Without: it is in the list of scanned entries while somebody waits, and asked by `ioctl` once per pass, and so
//!   every [`ffi::ASYNCIO_PORT_SCAN_US`]; TLS over a socket only when there is an edge of the socket.

use super::entry::{Entry, READ, WRITE};
use crate::core::EventLoop;
use crate::vm::gc::{Gc, Loose, Table};
use crate::vm::{Exc, Obj, ffi, port};
use ::core::cell::Cell;

/// All streams of the loop.
#[repr(C)]
pub struct Poller {
    scanned: Loose<Entry>,
    pub(super) by_fd: Table<Entry>,
    /// How many descriptors are registered.
    registered: Cell<usize>,
}

impl Poller {
    /// Has the entry scanned from the next pass on, if it needs that.
    pub(super) fn await_entry(&self, entry: Gc<Entry>) {
        if entry.fd().is_none() && !entry.is_scanned.replace(true) {
            entry.next.set(self.scanned.get());
            self.scanned.set(Some(entry));
        }
    }

    pub(super) fn scanned_entry(&self, stream: Obj) -> Option<Gc<Entry>> {
        let mut at = self.scanned.get();
        while let Some(entry) = at.filter(|e| e.stream.get() != stream) {
            at = entry.next.get();
        }
        at
    }

    pub(super) fn register(&self, entry: Gc<Entry>, fd: u32, nonblocking: bool) -> Result<(), Exc> {
        let is_new = self.by_fd.get(fd as usize).is_none();
        self.by_fd.set(fd as usize, Some(entry))?;
        if is_new {
            self.registered.set(self.registered.get().wrapping_add(1));
        }
        // SAFETY: the shim does not raise.
        if unsafe { ffi::asyncio_io_register(fd.cast_signed()) } {
            entry.fd.set(fd.wrapping_add(1));
            entry.nonblocking.set(nonblocking);
        } else {
            self.forget(fd);
            entry.ready.set(READ | WRITE);
        }
        Ok(())
    }

    pub(super) fn forget(&self, fd: u32) {
        self.by_fd.clear(fd as usize);
        self.registered.set(self.registered.get().wrapping_sub(1));
    }

    /// Asks the scanned streams, and drops those that nobody waits for any more. Returns whether one is left of which
    /// nothing tells when it becomes ready.
    ///
    /// A stream written in Python may do anything meanwhile, so the list is taken apart and made anew.
    fn scan(&self, event_loop: Gc<EventLoop>) -> bool {
        let mut needs_tick = false;
        let mut rest = self.scanned.get();
        self.scanned.set(None);
        while let Some(entry) = rest {
            rest = entry.next.get();
            entry.next.set(None);
            entry.is_scanned.set(false);
            let awaited = entry.awaited();
            if awaited != 0 {
                entry.wake(event_loop, entry.check(awaited));
            }
            if entry.awaited() != 0 {
                self.await_entry(entry);
                needs_tick |= entry.needs_tick();
            }
        }
        needs_tick
    }

    /// Waits for a stream, an interrupt or the time, and wakes who waits for streams that are ready.
    ///
    /// # Errors
    /// What pending events raised.
    pub fn wait(&self, event_loop: Gc<EventLoop>, timeout_us: u64) -> Result<(), Exc> {
        let mut timeout = timeout_us;
        if self.scanned.get().is_some() {
            let needs_tick = self.scan(event_loop);
            if event_loop.has_ready() {
                timeout = 0;
            } else if needs_tick {
                let tick = u64::from(ffi::ASYNCIO_PORT_SCAN_US);
                timeout = timeout.min(tick);
            }
        }
        port::wait(timeout, self.registered.get() != 0)?;
        if ffi::ASYNCIO_PORT_DESCRIPTORS == 0 {
            return Ok(());
        }
        let mut events = 0;
        // SAFETY: the shim does not raise.
        while let Ok(fd) = usize::try_from(unsafe { ffi::asyncio_io_next_event(&mut events) }) {
            if let Some(entry) = self.by_fd.get(fd) {
                entry.ready.set(entry.ready.get() | events);
                entry.wake(event_loop, events);
            }
        }
        Ok(())
    }

    /// All descriptors are less than this.
    fn descriptors(&self) -> usize {
        if ffi::ASYNCIO_PORT_DESCRIPTORS == 0 { 0 } else { self.by_fd.len() }
    }

    /// Forgets all streams.
    pub fn clear(&self) {
        while let Some(entry) = self.scanned.get() {
            self.scanned.set(entry.next.get());
            entry.next.set(None);
            entry.is_scanned.set(false);
        }
        for fd in 0..self.descriptors() {
            if let Some(entry) = self.by_fd.get(fd) {
                entry.unregister(self);
            }
        }
    }

    /// Calls `visit` with each entry that somebody waits for.
    #[inline(never)]
    pub(super) fn for_each_awaited(&self, visit: &mut dyn FnMut(Gc<Entry>)) {
        let mut at = self.scanned.get();
        while let Some(entry) = at {
            at = entry.next.get();
            if entry.awaited() != 0 {
                visit(entry);
            }
        }
        for fd in 0..self.descriptors() {
            if let Some(entry) = self.by_fd.get(fd).filter(|e| e.awaited() != 0) {
                visit(entry);
            }
        }
    }
}
