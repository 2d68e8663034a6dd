// SPDX-License-Identifier: MIT
// What the board has. QEMU does not model its GPIO, flash writes, RTC or ADC.

#define MICROPY_HW_BOARD_NAME "QEMU netduinoplus2"
#define MICROPY_HW_MCU_NAME "STM32F405"

#define MICROPY_HW_HAS_SWITCH (0)
#define MICROPY_HW_HAS_FLASH (1)
#define MICROPY_HW_ENABLE_INTERNAL_FLASH_STORAGE (1)
#define MICROPY_HW_ENABLE_RTC (0)
#define MICROPY_HW_ENABLE_ADC (0)
#define MICROPY_HW_ENABLE_USB (0)
#define MICROPY_HW_ENABLE_RNG (0)
#define MICROPY_PY_PYB_LEGACY (0)
#define MICROPY_PY_NETWORK (0)

// 8 MHz crystal, 168 MHz
#define MICROPY_HW_CLK_PLLM (8)
#define MICROPY_HW_CLK_PLLN (336)
#define MICROPY_HW_CLK_PLLP (RCC_PLLP_DIV2)
#define MICROPY_HW_CLK_PLLQ (7)

#define MICROPY_HW_UART1_TX (pin_B6)
#define MICROPY_HW_UART1_RX (pin_B7)
#define MICROPY_HW_UART2_TX (pin_A2)
#define MICROPY_HW_UART2_RX (pin_A3)
#define MICROPY_HW_UART_REPL PYB_UART_1
#define MICROPY_HW_UART_REPL_BAUD (115200)

#define MICROPY_HW_LED1 (pin_D12)
#define MICROPY_HW_LED2 (pin_D13)
#define MICROPY_HW_LED_ON(pin) (mp_hal_pin_high(pin))
#define MICROPY_HW_LED_OFF(pin) (mp_hal_pin_low(pin))
