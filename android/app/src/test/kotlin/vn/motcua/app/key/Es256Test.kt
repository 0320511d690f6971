package vn.motcua.app.key

import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertFailsWith

class Es256Test {
    private fun bytes(vararg them: Int) = ByteArray(them.size) { them[it].toByte() }

    private fun last(
        r: Int,
        s: Int,
    ) = ByteArray(64).also {
        it[31] = r.toByte()
        it[63] = s.toByte()
    }

    @Test
    fun `short numbers are filled up, a sign byte is dropped`() {
        assertContentEquals(last(1, 2), joseSignature(bytes(0x30, 6, 2, 1, 1, 2, 1, 2)))
        assertContentEquals(last(0x80, 0x7f), joseSignature(bytes(0x30, 7, 2, 2, 0, 0x80, 2, 1, 0x7f)))
    }

    @Test
    fun `what is no signature is refused`() {
        val wrong =
            listOf(
                bytes(),
                bytes(0x30, 0),
                bytes(0x31, 6, 2, 1, 1, 2, 1, 2),
                bytes(0x30, 7, 2, 1, 1, 2, 1, 2),
                bytes(0x30, 6, 2, 0, 2, 2, 1, 2),
                bytes(0x30, 6, 2, 9, 1, 2, 1, 2),
                bytes(0x30, 7, 2, 1, 1, 2, 1, 2, 0),
                bytes(0x30, 6, 2, 1, 0xff, 2, 1, 2),
                bytes(0x30, 3, 2, 1, 1),
            )
        wrong.forEach { assertFailsWith<IllegalArgumentException>(it.toList().toString()) { joseSignature(it) } }
    }
}
