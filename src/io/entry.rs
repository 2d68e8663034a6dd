// SPDX-License-Identifier: MIT
//! What the loop knows of one stream, and the awaitables of its two directions.

use super::Poller;
use crate::core::{EventLoop, State, Task, Turn, first_task};
use crate::sched::WaitList;
use crate::vm::exc::HandlerResult;
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Exc, Obj, Poll, Type, call, ffi, handlers};
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
    pub(super) stream: Cell<Obj>,
    read: Loose<IoWait>,
    write: Loose<IoWait>,
    /// The entry of the stream below this one, a socket below TLS: its edges end the wait for this one.
    pub(super) below: Loose<Entry>,
    /// The next scanned entry.
    pub(super) next: Loose<Entry>,
    /// The file descriptor plus one; 0: none.
    pub(super) fd: Cell<u32>,
    /// Directions that are ready as far as is known.
    pub(super) ready: Cell<u32>,
    /// Whether reads and writes never block, so that `ready` can be tried and corrected.
    pub(super) nonblocking: Cell<bool>,
    pub(super) is_scanned: Cell<bool>,
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

impl Entry {
    fn direction(&self, events: u32) -> &Loose<IoWait> {
        if events == READ { &self.read } else { &self.write }
    }

    /// Directions that somebody waits for.
    pub(super) fn awaited(&self) -> u32 {
        let bit = |wait: &Loose<IoWait>, bit| if wait.get().is_some_and(|w| !w.waiters.is_empty()) { bit } else { 0 };
        bit(&self.read, READ) | bit(&self.write, WRITE)
    }

    pub(super) fn fd(&self) -> Option<u32> {
        // Where there are none the compiler drops all that is done with them.
        if ffi::ASYNCIO_PORT_DESCRIPTORS == 0 { None } else { self.fd.get().checked_sub(1) }
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

    /// Whether nothing tells when this scanned stream becomes ready.
    pub(super) fn needs_tick(&self) -> bool {
        self.below.get().is_none_or(|below| below.fd().is_none())
    }

    /// Asks the stream itself which of `events` it is ready for.
    pub(super) fn check(&self, events: u32) -> u32 {
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
        Result::from(unsafe { ffi::asyncio_io_open(stream, &mut info) })?;
        let fd = u32::try_from(info.fd).ok().filter(|_| ffi::ASYNCIO_PORT_DESCRIPTORS != 0);
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
        let Some(wait) = self.direction(events).get() else { return Poll::ready(Obj::NONE) };
        if is_ready {
            return turn.park_ready(wait.obj());
        }
        turn.park(wait.obj(), &wait.waiters);
        turn.event_loop.poller.await_entry(self);
        Poll::PENDING
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

    pub(super) fn unregister(self, poller: &Poller) {
        if let Some(below) = self.below.get() {
            below.unregister(poller);
        }
        if let Some(fd) = self.fd() {
            if poller.by_fd.get(fd as usize) == Some(self) {
                poller.forget(fd);
                // SAFETY: the shim does not raise.
                unsafe { ffi::asyncio_io_unregister(fd.cast_signed()) };
            }
            self.fd.set(0);
        }
    }

    pub(super) fn wake(self, event_loop: Gc<EventLoop>, events: u32) {
        for direction in [READ, WRITE] {
            if events & direction != 0
                && let Some(wait) = self.direction(direction).get()
            {
                event_loop.wake_all(&wait.waiters);
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

fn awaited() -> Result<Obj, Exc> {
    let event_loop = EventLoop::get()?;
    let mut n = 0;
    event_loop.poller.for_each_awaited(&mut |_| n += 3);
    let list = call::list(n)?;
    let mut places = call::list_items(list).iter();
    event_loop.poller.for_each_awaited(&mut |entry| {
        let first = |wait: &Loose<IoWait>| wait.get().and_then(|w| first_task(&w.waiters)).map_or(Obj::NONE, Gc::obj);
        for obj in [first(&entry.read), first(&entry.write), entry.stream.get()] {
            if let Some(place) = places.next() {
                place.set(obj);
            }
        }
    });
    Ok(list)
}

handlers! {
    /// `_io_queue.queue_read(stream)`, `queue_write(stream)`
    fn asyncio_io_queue(stream: Obj, events: u32) -> HandlerResult {
        queue(stream, events).into()
    }

    /// `await queue_read(stream)`
    fn asyncio_io_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        let wait = unsafe { Gc::<IoWait>::assume(this) };
        let answer = Turn::current().map(|turn| match wait.entry.get() {
            // `queue_read()` has parked the task already.
            _ if !turn.is_running() => Poll::PENDING,
            Some(entry) if !turn.comes_back_from(this) => {
                entry.park_raw(turn, if entry.read.get() == Some(wait) { READ } else { WRITE })
            }
            _ => Poll::ready(Obj::NONE),
        });
        answer.into()
    }

    /// `_io_queue.remove(task)`: the task waits for no stream any more; it stays parked.
    fn asyncio_io_remove(task: Obj) -> HandlerResult {
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
        removed.into()
    }

    /// `_io_queue.map`: for every stream that somebody waits for the first tasks that wait to read and to write, or None,
    /// and the stream, all in one list.
    fn asyncio_io_awaited() -> HandlerResult {
        awaited().into()
    }
}
