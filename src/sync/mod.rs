// SPDX-License-Identifier: MIT
//! Synchronisation primitives. One file each.

pub mod event;
pub mod lock;
pub mod thread_safe_flag;
