// SPDX-License-Identifier: MIT
//! A done-callback that waits for its future, and is then run by the loop. CPython's behaviour.

use super::{EventLoop, Future, State};
use crate::sched::Node;
use crate::vm::gc::{Gc, Native};
use crate::vm::{Exc, Obj, Type, call, ffi};
use ::core::cell::Cell;

/// A callback; its node waits among the future's waiters.
#[repr(C)]
pub struct Handle {
    node: Node,
    fun: Cell<Obj>,
}

// SAFETY: begins with the type, zero is valid, allocated below only.
unsafe impl Native for Handle {
    fn ty() -> &'static Type {
        // SAFETY: the address of a constant.
        unsafe { &ffi::asyncio_type_handle }
    }
}

impl Handle {
    /// Lets the loop call `fun(future)` once the future is done, soon if it is already.
    ///
    /// # Errors
    /// MemoryError.
    pub fn add(future: Gc<Future>, fun: Obj) -> Result<Obj, Exc> {
        let event_loop = EventLoop::get()?;
        let handle = Gc::<Handle>::new()?;
        handle.fun.set(fun);
        event_loop.wait_for_future(&handle.get().node, future);
        Ok(Obj::NONE)
    }

    /// Takes back all callbacks that are equal to `fun`; returns how many. Those already scheduled stay.
    ///
    /// # Errors
    /// If called from a thread that is not the loop's.
    pub fn remove(future: Gc<Future>, fun: Obj) -> Result<usize, Exc> {
        let event_loop = EventLoop::get()?;
        let mut removed = 0;
        let mut next = future.waiters.oldest();
        let youngest = future.waiters.youngest();
        while let Some(node) = next {
            let is_last = youngest.is_some_and(|y| ::core::ptr::eq(y, node));
            next = if is_last { None } else { event_loop.next_blocked(node) };
            if let Some(handle) = Gc::<Handle>::exactly(Obj::from_ptr(node))
                && call::equal(handle.fun.get(), fun)
            {
                event_loop.unlink(node);
                State::Pending.set(node);
                removed += 1;
            }
        }
        Ok(removed)
    }
}

impl Gc<Handle> {
    /// Calls the function with the future, which `data` still names. An exception goes to the loop's handler.
    ///
    /// # Errors
    /// KeyboardInterrupt and the like.
    pub fn run(self, event_loop: Gc<EventLoop>) -> Result<(), Exc> {
        let future = Obj::from_ptr(self.node.data.get());
        match call::call_1(self.fun.get(), future) {
            Ok(_) => Ok(()),
            Err(exc) if exc.is_fatal() => Err(exc),
            Err(exc) => event_loop.report(exc, future, true),
        }
    }
}
