package vn.motcua.app.key

import java.math.BigInteger
import java.security.interfaces.ECPublicKey

private const val COORDINATE = 32
private const val UNCOMPRESSED: Byte = 4
private const val DER_SEQUENCE: Byte = 0x30
private const val DER_INTEGER: Byte = 0x02

/** A P-256 public key as uncompressed SEC1: 65 bytes, `04 ‖ x ‖ y`. */
internal fun sec1(key: ECPublicKey): ByteArray = byteArrayOf(UNCOMPRESSED) + fixed(key.w.affineX) + fixed(key.w.affineY)

/**
 * An ECDSA signature over P-256 as JWS wants it (RFC 7518 §3.4): 64 bytes, `r ‖ s`, from the ASN.1 DER that Android gives:
 * `30 length 02 length r 02 length s`, every length below 128.
 *
 * Throws [IllegalArgumentException] for anything else.
 */
internal fun joseSignature(der: ByteArray): ByteArray {
    require(der.size > 2 && der[0] == DER_SEQUENCE && der[1].toInt() == der.size - 2) { "no sequence of the stated length" }
    val (r, afterR) = integer(der, 2)
    val (s, end) = integer(der, afterR)
    require(end == der.size) { "more than two numbers" }
    return fixed(r) + fixed(s)
}

/** The number that begins at [at], and where it ends. */
private fun integer(
    der: ByteArray,
    at: Int,
): Pair<BigInteger, Int> {
    require(at + 2 < der.size && der[at] == DER_INTEGER) { "no number" }
    val end = at + 2 + der[at + 1]
    require(end in at + 2 + 1..der.size) { "a number of the wrong length" }
    return BigInteger(der.copyOfRange(at + 2, end)) to end
}

/** 32 bytes, most significant first. */
private fun fixed(number: BigInteger): ByteArray {
    require(number.signum() >= 0 && number.bitLength() <= COORDINATE * Byte.SIZE_BITS) { "no number of P-256" }
    val bytes = number.toByteArray().takeLast(COORDINATE)
    return ByteArray(COORDINATE - bytes.size) + bytes
}
