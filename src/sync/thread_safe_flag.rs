// SPDX-License-Identifier: MIT
//! `asyncio.ThreadSafeFlag`: set from an interrupt, another thread or core, waited for by tasks.
//!
//! `set()` marks the flag and, if tasks wait, links it into the loop's list of pending flags: a few
//! instructions inside a critical section, no allocation. The loop drains that list once per pass. All waiters
//! of a flag wake; a flag clears itself when it wakes somebody. MicroPython's behaviour otherwise.

use crate::core::{EventLoop, Turn};
use crate::sched::WaitList;
use crate::vm::exc::HandlerResult;
use crate::vm::gc::{Gc, Loose, Native};
use crate::vm::{Obj, Poll, Type, ffi, handlers, port};
use ::core::cell::Cell;
use critical_section::with;

/// A flag. `next` and `state` are only touched inside a critical section.
#[repr(C)]
pub struct ThreadSafeFlag {
    base: Cell<*const Type>,
    waiters: WaitList,
    /// The next one in the loop's list.
    next: Loose<ThreadSafeFlag>,
    /// [`SET`], [`AWAITED`], [`LISTED`]
    state: Cell<usize>,
}

/// The flag is set.
const SET: usize = 1;
/// A task waits, or waited when somebody last looked.
const AWAITED: usize = 2;
/// The flag is in the loop's list.
const LISTED: usize = 4;

const _: () = assert!(size_of::<ThreadSafeFlag>() <= ffi::ASYNCIO_BLOCK_SIZE as usize);

// SAFETY: begins with the type, zero is a flag that is not set; allocated below only.
unsafe impl Native for ThreadSafeFlag {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_thread_safe_flag }
    }
}

impl ThreadSafeFlag {
    fn has(&self, bit: usize) -> bool {
        self.state.get() & bit != 0
    }

    fn change(&self, clear: usize, set: usize) {
        self.state.set(self.state.get() & !clear | set);
    }
}

/// The flags that were set while tasks wait for them; the loop's part of the protocol.
#[repr(transparent)]
pub struct Pending(Loose<ThreadSafeFlag>);

impl Pending {
    /// Whether a flag is pending.
    pub fn is_any(&self) -> bool {
        self.0.get().is_some()
    }

    /// Links a flag. Inside a critical section.
    fn add(&self, flag: Gc<ThreadSafeFlag>) {
        flag.next.set(self.0.get());
        self.0.set(Some(flag));
        flag.change(0, LISTED);
    }

    /// Wakes those who wait for pending flags.
    pub fn wake(&self, event_loop: Gc<EventLoop>) {
        if !self.is_any() {
            return;
        }
        let mut pending = with(|_| self.0.get().inspect(|_| self.0.set(None)));
        while let Some(flag) = pending {
            let was_set = with(|_| {
                pending = flag.next.get();
                flag.next.set(None);
                let was_set = flag.has(SET) && !flag.waiters.is_empty();
                flag.change(if was_set { SET | AWAITED | LISTED } else { LISTED }, 0);
                was_set
            });
            if was_set {
                event_loop.wake_all(&flag.waiters);
            }
        }
    }
}

handlers! {
    /// Whether the flag is set.
    fn asyncio_flag_is_set(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        unsafe { Gc::<ThreadSafeFlag>::assume(this) }.has(SET).into()
    }

    /// `ThreadSafeFlag.set()`. Any thread, any interrupt.
    fn asyncio_flag_set(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        let flag = unsafe { Gc::<ThreadSafeFlag>::assume(this) };
        let awaited = with(|_| {
            flag.change(0, SET);
            let awaited = flag.has(AWAITED) && !flag.has(LISTED);
            if awaited && let Some(event_loop) = EventLoop::existing() {
                event_loop.pending_flags.add(flag);
            }
            awaited
        });
        if awaited {
            port::wake();
        }
        Obj::NONE
    }

    /// `ThreadSafeFlag.clear()`. Any thread, any interrupt.
    fn asyncio_flag_clear(this: Obj) -> Obj {
        // SAFETY: the glue's contract.
        let flag = unsafe { Gc::<ThreadSafeFlag>::assume(this) };
        with(|_| flag.change(SET, 0));
        Obj::NONE
    }

    /// `await flag.wait()`
    fn asyncio_flag_await(this: Obj) -> HandlerResult {
        // SAFETY: the glue's contract.
        let flag = unsafe { Gc::<ThreadSafeFlag>::assume(this) };
        let answer = Turn::current().map(|turn| {
            let ready = turn.comes_back_from(this)
                || with(|_| {
                    let is_set = flag.has(SET);
                    flag.change(SET, if is_set { 0 } else { AWAITED });
                    is_set
                });
            if ready { Poll::ready(Obj::NONE) } else { turn.park(this, &flag.waiters) }
        });
        answer.into()
    }
}
