// SPDX-License-Identifier: MIT
// Clock set-up as QEMU needs it, and the functions that rest_of_hal.h declares.

#include "py/mphal.h"

// QEMU's clock tree reads as zero, so waiting for its PLL would never end. The core runs at 168 MHz.
void SystemClock_Config(void) {
    SystemCoreClock = 168000000;
    HAL_InitTick(TICK_INT_PRIORITY);
}

HAL_StatusTypeDef HAL_UART_Init(UART_HandleTypeDef *uart) {
    USART_TypeDef *regs = uart->Instance;
    bool apb2 = regs == USART1 || regs == USART6;
    regs->CR1 = 0;
    regs->CR2 = uart->Init.StopBits;
    regs->CR3 = uart->Init.HwFlowCtl;
    LL_USART_SetBaudRate(regs, apb2 ? HAL_RCC_GetPCLK2Freq() : HAL_RCC_GetPCLK1Freq(), uart->Init.OverSampling, uart->Init.BaudRate);
    regs->CR1 = USART_CR1_UE | uart->Init.WordLength | uart->Init.Parity | uart->Init.Mode;
    return HAL_OK;
}

// The time since the start, on the first of January 2000.
HAL_StatusTypeDef HAL_RTC_GetTime(RTC_HandleTypeDef *rtc, RTC_TimeTypeDef *time, uint32_t format) {
    uint32_t seconds = HAL_GetTick() / 1000;
    *time = (RTC_TimeTypeDef) {
        .Hours = seconds / 3600 % 24,
        .Minutes = seconds / 60 % 60,
        .Seconds = seconds % 60,
    };
    return HAL_OK;
}

HAL_StatusTypeDef HAL_RTC_GetDate(RTC_HandleTypeDef *rtc, RTC_DateTypeDef *date, uint32_t format) {
    *date = (RTC_DateTypeDef) { .WeekDay = 6, .Month = 1, .Date = 1, .Year = 0 };
    return HAL_OK;
}

// The HAL's own is private to its file. A controller's streams are 0x18 bytes apart from 0x10 on; the flags of four of
// them share a register, each at its own shift.
uint32_t DMA_CalcBaseAndBitshift(DMA_HandleTypeDef *dma) {
    static const uint8_t shift[4] = { 0, 6, 16, 22 };
    uint32_t address = (uint32_t)dma->Instance;
    uint32_t stream = ((address & 0xff) - 0x10) / 0x18;
    dma->StreamIndex = shift[stream % 4];
    dma->StreamBaseAddress = (address & ~0x3ff) + (stream < 4 ? 0 : 4);
    return dma->StreamBaseAddress;
}
