// SPDX-License-Identifier: MIT
//! Streams.
