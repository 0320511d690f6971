package vn.motcua.ui.screen.form

import vn.motcua.bridge.RangeLimits
import java.math.BigDecimal
import java.math.RoundingMode

/** A range as steps from its first end to the other, which may be the smaller. Exact: `0.1` three times is `0.3`. */
class Scale private constructor(
    private val start: BigDecimal,
    private val step: BigDecimal,
    /** How many steps there are; values are one more. */
    val steps: Int,
) {
    /** The answer that stands [index] steps from the first end. */
    fun value(index: Int): String = (start + step * index.coerceIn(0, steps).toBigDecimal()).toPlainString()

    /** Where an answer stands; nothing when it is none. */
    fun index(value: String): Int? {
        val number = value.toBigDecimalOrNull() ?: return null
        return (number - start).divide(step, 0, RoundingMode.HALF_UP).toInt().coerceIn(0, steps)
    }

    companion object {
        /** The scale between the ends; nothing when they aren't numbers or never meet. */
        fun of(limits: RangeLimits?): Scale? {
            val start = limits?.start?.toBigDecimalOrNull() ?: return null
            val end = limits.end.toBigDecimalOrNull() ?: return null
            val size =
                limits.step
                    .toBigDecimalOrNull()
                    ?.abs()
                    ?.takeIf { it.signum() != 0 } ?: return null
            val step = if (end < start) size.negate() else size
            return Scale(start, step, (end - start).divide(step, 0, RoundingMode.DOWN).toInt())
        }
    }
}
