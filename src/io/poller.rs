// SPDX-License-Identifier: MIT
//! Which streams are ready.
//!
//! A stream that is waited for has an [`Entry`] with two [`IoWait`]s, one a direction. There are two kinds:
//!
//! * With a file descriptor (unix): registered with the platform once, for both directions and for edges. An
//!   edge sets a bit in the entry and wakes who waits. The table by descriptor keeps registered entries alive,
//!   until the stream is closed or another stream turns up with the same descriptor.
//! * Without: it is in the list of scanned entries while somebody waits, and asked by `ioctl` once per pass.

use crate::core::{EventLoop, State, Task, Turn, first_task};
use crate::sched::WaitList;
use crate::vm::exc::{finish, finish_poll};
use crate::vm::gc::{Gc, Loose, Native, Table};
use crate::vm::{Exc, Obj, Poll, Type, ffi, handlers, port};
use ::core::cell::Cell;

/// Reading will not block, or will fail at once.
pub const READ: u32 = ffi::ASYNCIO_IO_READ;
/// Writing will not block, or will fail at once.
pub const WRITE: u32 = ffi::ASYNCIO_IO_WRITE;

/// One direction of a stream; what `queue_read()` and `queue_write()` return.
#[repr(C)]
pub struct IoWait {
    base: Cell<*const Type>,
    /// Who waits.
    pub waiters: WaitList,
    entry: Loose<Entry>,
}

/// A stream that is or was waited for.
#[repr(C)]
pub struct Entry {
    base: Cell<*const Type>,
    stream: Cell<Obj>,
    read: Loose<IoWait>,
    write: Loose<IoWait>,
    /// The next scanned entry.
    next: Loose<Entry>,
    /// The file descriptor plus one; 0: none.
    fd: Cell<u32>,
    /// Directions that are ready as far as is known.
    ready: Cell<u32>,
    /// Whether reads and writes never block, so that `ready` can be tried and corrected.
    nonblocking: Cell<bool>,
    is_scanned: Cell<bool>,
}

// SAFETY: begins with the type, zero is nobody waiting; allocated below only.
unsafe impl Native for IoWait {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_io_wait }
    }
}

// SAFETY: begins with the type, zero is an entry in no list; allocated below only.
unsafe impl Native for Entry {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_io_entry }
    }
}

/// All streams of the loop.
#[repr(C)]
pub struct Poller {
    scanned: Loose<Entry>,
    by_fd: Table<Entry>,
    /// How many descriptors are registered.
    registered: Cell<usize>,
}

impl Entry {
    fn direction(&self, events: u32) -> &Loose<IoWait> {
        if events == READ { &self.read } else { &self.write }
    }

    /// Directions that somebody waits for.
    fn awaited(&self) -> u32 {
        let bit = |wait: &Loose<IoWait>, bit| if wait.get().is_some_and(|w| !w.waiters.is_empty()) { bit } else { 0 };
        bit(&self.read, READ) | bit(&self.write, WRITE)
    }

    fn fd(&self) -> Option<u32> {
        self.fd.get().checked_sub(1)
    }

    /// The file descriptor, or -1.
    pub fn raw_fd(&self) -> i32 {
        self.fd().map_or(-1, |fd| fd.cast_signed())
    }

    /// Whether `task` waits for `events` (one direction) of this stream.
    pub fn is_awaited_by(&self, task: Gc<Task>, events: u32) -> bool {
        let wait = self.direction(events).get().map(Gc::obj);
        !task.state().is_done() && Some(task.data()) == wait
    }

    /// Asks the stream itself which of `events` it is ready for.
    fn check(&self, events: u32) -> u32 {
        // SAFETY: the shim does not raise.
        unsafe { ffi::asyncio_io_check(self.stream.get(), self.raw_fd(), events) }
    }
}

impl Entry {
    /// The entry of `stream`, which is made when it is first waited for.
    ///
    /// # Errors
    /// OSError if the stream cannot be waited for; MemoryError.
    pub fn of(event_loop: Gc<EventLoop>, stream: Obj) -> Result<Gc<Entry>, Exc> {
        let poller = &event_loop.get().poller;
        let mut info = ffi::asyncio_io_info_t { fd: -1, nonblocking: false };
        // SAFETY: the shim does not raise.
        if let Some(exc) = unsafe { ffi::asyncio_io_open(stream, &mut info) }.non_null() {
            return Err(Exc(exc));
        }
        let fd = u32::try_from(info.fd).ok();
        let known = match fd {
            Some(fd) => poller.by_fd.get(fd as usize),
            None => poller.scanned_entry(stream),
        };
        if let Some(entry) = known.filter(|e| e.stream.get() == stream) {
            return Ok(entry);
        }
        let entry = Gc::<Entry>::new()?;
        entry.stream.set(stream);
        for events in [READ, WRITE] {
            let wait = Gc::<IoWait>::new()?;
            wait.entry.set(Some(entry));
            entry.direction(events).set(Some(wait));
        }
        if let Some(fd) = fd {
            poller.register(entry, fd, info.nonblocking)?;
        }
        Ok(entry)
    }
}

impl Gc<Entry> {
    /// Whether the loop's poller would still report the stream: it may have been closed behind our back and its
    /// descriptor used again, or the loop may be a new one.
    pub fn is_of(self, event_loop: Gc<EventLoop>) -> bool {
        self.fd().is_none_or(|fd| event_loop.poller.by_fd.get(fd as usize) == Some(self))
    }

    /// Whether `events` (one direction) can be tried now.
    pub fn is_ready(self, events: u32) -> bool {
        if self.fd().is_some() && self.nonblocking.get() {
            self.ready.get() & events != 0
        } else {
            self.ready.get() & events != 0 || self.check(events) != 0
        }
    }

    /// Whether a read or write that turns out to be impossible says so instead of blocking.
    pub fn can_try(self) -> bool {
        self.nonblocking.get()
    }

    /// A read or write found less than it asked for: there will be an edge when there is more.
    pub fn exhausted(self, events: u32) {
        if self.nonblocking.get() {
            self.ready.set(self.ready.get() & !events);
        }
    }

    /// Parks the running task until `events` (one direction) can be tried, or for one turn of the others if they
    /// can be already.
    pub fn park(self, turn: Turn, events: u32) -> Poll {
        self.park_unless(turn, events, self.is_ready(events))
    }

    /// The same for somebody who reads or writes behind our back: what is known of the stream does not count.
    fn park_raw(self, turn: Turn, events: u32) -> Poll {
        self.park_unless(turn, events, self.check(events) != 0)
    }

    fn park_unless(self, turn: Turn, events: u32, is_ready: bool) -> Poll {
        let Some(wait) = self.direction(events).get() else { return Poll::Ready(Obj::NONE) };
        if is_ready {
            return turn.park_ready(wait.obj());
        }
        turn.park(wait.obj(), &wait.waiters);
        turn.event_loop.poller.await_entry(self);
        Poll::Pending
    }

    /// Whether the running task comes back from [`Gc::park`].
    pub fn is_back(self, turn: Turn, events: u32) -> bool {
        self.direction(events).get().is_some_and(|wait| turn.comes_back_from(wait.obj()))
    }

    /// Forgets the stream, which is about to be closed, and wakes who waits.
    pub fn close(self, event_loop: Gc<EventLoop>) {
        self.unregister(&event_loop.poller);
        self.wake(event_loop, READ | WRITE);
    }

    fn unregister(self, poller: &Poller) {
        if let Some(fd) = self.fd() {
            if poller.by_fd.get(fd as usize) == Some(self) {
                poller.forget(fd);
                // SAFETY: the shim does not raise.
                unsafe { ffi::asyncio_io_unregister(fd.cast_signed()) };
            }
            self.fd.set(0);
        }
    }

    fn wake(self, event_loop: Gc<EventLoop>, events: u32) {
        for direction in [READ, WRITE] {
            if events & direction != 0
                && let Some(wait) = self.direction(direction).get()
            {
                event_loop.wake_all(&wait.waiters);
            }
        }
    }
}

impl Poller {
    /// Has the entry scanned from the next pass on, if it needs that.
    fn await_entry(&self, entry: Gc<Entry>) {
        if entry.fd().is_none() && !entry.is_scanned.replace(true) {
            entry.next.set(self.scanned.get());
            self.scanned.set(Some(entry));
        }
    }

    fn scanned_entry(&self, stream: Obj) -> Option<Gc<Entry>> {
        let mut at = self.scanned.get();
        while let Some(entry) = at.filter(|e| e.stream.get() != stream) {
            at = entry.next.get();
        }
        at
    }

    fn register(&self, entry: Gc<Entry>, fd: u32, nonblocking: bool) -> Result<(), Exc> {
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

    fn forget(&self, fd: u32) {
        self.by_fd.clear(fd as usize);
        self.registered.set(self.registered.get().wrapping_sub(1));
    }

    /// Asks the scanned streams, and drops those that nobody waits for any more.
    ///
    /// A stream written in Python may do anything meanwhile, so the list is taken apart and made anew.
    fn scan(&self, event_loop: Gc<EventLoop>) {
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
            }
        }
    }

    /// Waits for a stream, an interrupt or the time, and wakes who waits for streams that are ready.
    ///
    /// # Errors
    /// What pending events raised.
    pub fn wait(&self, event_loop: Gc<EventLoop>, timeout_us: Option<u64>) -> Result<(), Exc> {
        let mut timeout = timeout_us;
        if self.scanned.get().is_some() {
            self.scan(event_loop);
            if event_loop.has_ready() {
                timeout = Some(0);
            } else if self.scanned.get().is_some() {
                // Nothing tells when one of these becomes ready: look again soon.
                let tick = u64::from(ffi::ASYNCIO_PORT_SCAN_US);
                timeout = Some(timeout.unwrap_or(tick).min(tick));
            }
        }
        port::wait(timeout, self.registered.get() != 0)?;
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

    /// Forgets all streams.
    pub fn clear(&self) {
        while let Some(entry) = self.scanned.get() {
            self.scanned.set(entry.next.get());
            entry.next.set(None);
            entry.is_scanned.set(false);
        }
        for fd in 0..self.by_fd.len() {
            if let Some(entry) = self.by_fd.get(fd) {
                entry.unregister(self);
            }
        }
    }

    /// Calls `visit` with each entry that somebody waits for.
    fn for_each_awaited(&self, mut visit: impl FnMut(Gc<Entry>)) {
        let mut at = self.scanned.get();
        while let Some(entry) = at {
            at = entry.next.get();
            if entry.awaited() != 0 {
                visit(entry);
            }
        }
        for fd in 0..self.by_fd.len() {
            if let Some(entry) = self.by_fd.get(fd).filter(|e| e.awaited() != 0) {
                visit(entry);
            }
        }
    }
}

/// `queue_read(stream)`, `queue_write(stream)`: parks the running task at once, so that a bare `yield` waits as
/// well as an `await` of what is returned.
fn queue(stream: Obj, events: u32) -> Result<Obj, Exc> {
    let turn = Turn::current()?;
    let entry = Entry::of(turn.event_loop, stream)?;
    entry.park_raw(turn, events);
    Ok(entry.direction(events).get().map_or(Obj::NONE, Gc::obj))
}

handlers! {
    /// `_io_queue.queue_read(stream)`, `queue_write(stream)`
    fn asyncio_io_queue(stream: Obj, events: u32, out: *mut Obj) -> ffi::asyncio_result_t {
        // SAFETY: the glue's contract.
        unsafe { finish(out, queue(stream, events)) }
    }

    /// `await queue_read(stream)`
    fn asyncio_io_await(this: Obj, out: *mut Obj) -> ffi::asyncio_poll_t {
        // SAFETY: the glue's contract.
        let wait = unsafe { Gc::<IoWait>::assume(this) };
        let answer = Turn::current().map(|turn| match wait.entry.get() {
            // `queue_read()` has parked the task already.
            _ if !turn.is_running() => Poll::Pending,
            Some(entry) if !turn.comes_back_from(this) => {
                entry.park_raw(turn, if entry.read.get() == Some(wait) { READ } else { WRITE })
            }
            _ => Poll::Ready(Obj::NONE),
        });
        // SAFETY: the glue's contract.
        unsafe { finish_poll(out, answer) }
    }

    /// `_io_queue.remove(task)`: the task waits for no stream any more; it stays parked.
    fn asyncio_io_remove(task: Obj, out: *mut Obj) -> ffi::asyncio_result_t {
        let removed = EventLoop::get().map(|event_loop| {
            if let Some(task) = Gc::<Task>::exactly(task)
                && task.state() == State::Blocked
                && task.data().is_exactly(IoWait::ty())
            {
                event_loop.unlink(&task.get().node);
                event_loop.park_forever(task);
            }
            Obj::NONE
        });
        // SAFETY: the glue's contract.
        unsafe { finish(out, removed) }
    }

    /// `_io_queue.map`: calls `visit` for every stream that somebody waits for.
    fn asyncio_io_for_each(visit: ffi::asyncio_io_visit_t, arg: *mut ::core::ffi::c_void) {
        if let (Some(event_loop), Some(visit)) = (EventLoop::existing(), visit) {
            event_loop.poller.for_each_awaited(|entry| {
                let first = |wait: &Loose<IoWait>| {
                    wait.get().and_then(|w| first_task(&w.waiters)).map_or(Obj::NULL, Gc::obj)
                };
                // SAFETY: the glue passes a function that does not raise, and its own argument.
                unsafe { visit(arg, entry.stream.get(), first(&entry.read), first(&entry.write)) };
            });
        }
    }
}
