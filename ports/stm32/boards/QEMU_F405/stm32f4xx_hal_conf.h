// SPDX-License-Identifier: MIT
// ST's HAL as this board is built with it: the modules that there are, and rest_of_hal.h.

#define HAL_MODULE_ENABLED
#define HAL_CORTEX_MODULE_ENABLED
#define HAL_DMA_MODULE_ENABLED
#define HAL_EXTI_MODULE_ENABLED
#define HAL_FLASH_MODULE_ENABLED
#define HAL_GPIO_MODULE_ENABLED
#define HAL_PWR_MODULE_ENABLED
#define HAL_RCC_MODULE_ENABLED
#define HAL_TIM_MODULE_ENABLED

#define HSE_VALUE (8000000)
#define HSI_VALUE (16000000)
#define LSE_VALUE (32768)
#define LSI_VALUE (32000)
#define EXTERNAL_CLOCK_VALUE (12288000)
#define HSE_STARTUP_TIMEOUT (100)
#define LSE_STARTUP_TIMEOUT (5000)
#define VDD_VALUE (3300)
#define TICK_INT_PRIORITY (0)
#define DATA_CACHE_ENABLE (1)
#define INSTRUCTION_CACHE_ENABLE (1)
#define PREFETCH_ENABLE (1)
#define USE_RTOS 0

#include "stm32f4xx_hal_rcc.h"
#include "stm32f4xx_hal_gpio.h"
#include "stm32f4xx_hal_exti.h"
#include "stm32f4xx_hal_dma.h"
#include "stm32f4xx_hal_cortex.h"
#include "stm32f4xx_hal_flash.h"
#include "stm32f4xx_hal_pwr.h"
#include "stm32f4xx_hal_tim.h"
#include "rest_of_hal.h"

#define assert_param(expr) ((void)0)
