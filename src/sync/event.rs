// SPDX-License-Identifier: MIT
//! `asyncio.Event`: many tasks wait for one thing to happen. CPython's behaviour.
//!
//! `wait()` returns the event itself, which is the awaitable: waiting allocates nothing.

use crate::core::{EventLoop, Turn};
use crate::sched::WaitList;
use crate::vm::exc::HandlerResult;
use crate::vm::gc::{Gc, Native};
use crate::vm::{Obj, Poll, Type, ffi, handlers};
use ::core::cell::Cell;

/// An event; the tag of the wait list is 1 while it is set.
#[repr(C)]
pub struct Event {
    base: Cell<*const Type>,
    waiters: WaitList,
}

const _: () = assert!(size_of::<Event>() <= ffi::ASYNCIO_BLOCK_SIZE as usize);

// SAFETY: begins with the type, zero is an event that is not set; allocated below only.
unsafe impl Native for Event {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_event }
    }
}

impl Event {
    fn is_set(&self) -> bool {
        self.waiters.tag() != 0
    }
}

handlers! {
    /// `Event.is_set()`
    fn asyncio_event_is_set(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Event>::assume(this) }.is_set().into()
    }

    /// `Event.set()`: wakes all who wait, even if it is cleared before they run.
    fn asyncio_event_set(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        let event = unsafe { Gc::<Event>::assume(this) };
        let set = EventLoop::get().map(|event_loop| {
            event_loop.wake_all(&event.waiters);
            event.waiters.set_tag(1);
            Obj::NONE
        });
        set.into()
    }

    /// `Event.clear()`
    fn asyncio_event_clear(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<Event>::assume(this) }.waiters.set_tag(0);
        Obj::NONE
    }

    /// `await event.wait()`
    fn asyncio_event_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        let event = unsafe { Gc::<Event>::assume(this) };
        let answer = Turn::current().map(|turn| {
            let woken = turn.comes_back_from(this);
            if woken || event.is_set() { Poll::ready(Obj::TRUE) } else { turn.park(this, &event.waiters) }
        });
        answer.into()
    }
}
