package vn.motcua.app.key

import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import vn.motcua.bridge.PlatformLost
import java.math.BigInteger
import java.security.AlgorithmParameters
import java.security.KeyFactory
import java.security.Security
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECParameterSpec
import java.security.spec.ECPoint
import java.security.spec.ECPublicKeySpec
import kotlin.test.AfterTest
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

@RunWith(RobolectricTestRunner::class)
class KeystoreTest {
    private val provider = FakeKeystore()
    private val vault = KeystoreVault { false }
    private val deviceKey = KeystoreDeviceKey { false }
    private val secret = ByteArray(32) { it.toByte() }

    @BeforeTest
    fun insert() {
        Security.insertProviderAt(provider, 1)
    }

    @AfterTest
    fun remove() {
        Security.removeProvider(provider.name)
    }

    @Test
    fun `what was sealed opens again, under its own alias alone`() {
        val sealed = vault.wrap("a/background", secret)
        assertFalse(sealed.toList().windowed(secret.size).any { it == secret.toList() })
        assertContentEquals(secret, vault.unwrap("a/background", sealed))
        vault.wrap("b/background", secret)
        assertFailsWith<PlatformLost> { vault.unwrap("b/background", sealed) }
    }

    @Test
    fun `the same secret is sealed differently each time`() {
        assertFalse(vault.wrap("a/background", secret).contentEquals(vault.wrap("a/background", secret)))
    }

    @Test
    fun `only the private key wants an unlocked phone`() {
        vault.wrap("a/background", secret)
        vault.wrap("a/private", secret)
        assertFalse(FakeKeystore.asked.getValue("a/background").isUnlockedDeviceRequired)
        assertTrue(FakeKeystore.asked.getValue("a/private").isUnlockedDeviceRequired)
        assertTrue(FakeKeystore.asked.values.all { it.isStrongBoxBacked })
    }

    @Test
    fun `an erased key is lost, and so is what it sealed`() {
        val sealed = vault.wrap("a/private", secret)
        vault.erase("a/private")
        vault.erase("a/private")
        assertFailsWith<PlatformLost> { vault.unwrap("a/private", sealed) }
    }

    @Test
    fun `damage and rubbish are lost, not a crash`() {
        val sealed = vault.wrap("a/private", secret)
        sealed[sealed.lastIndex] = (sealed.last() + 1).toByte()
        assertFailsWith<PlatformLost> { vault.unwrap("a/private", sealed) }
        assertFailsWith<PlatformLost> { vault.unwrap("a/private", ByteArray(3)) }
    }

    @Test
    fun `the device key stays the same and its signature holds`() {
        val text = "một cửa".encodeToByteArray()
        val public = deviceKey.publicKey()
        assertContentEquals(public, KeystoreDeviceKey { false }.publicKey())
        assertEquals(65, public.size)
        val signature = deviceKey.sign(text)
        assertEquals(64, signature.size)
        val verifier = Signature.getInstance("SHA256withECDSA").apply { initVerify(key(public)) }
        verifier.update(text)
        assertTrue(verifier.verify(der(signature)))
    }

    /** Back to what the JDK reads. */
    private fun der(signature: ByteArray): ByteArray {
        val numbers = listOf(signature.copyOf(32), signature.copyOfRange(32, 64)).map { BigInteger(1, it).toByteArray() }
        val inner = numbers.map { byteArrayOf(2, it.size.toByte()) + it }.reduce(ByteArray::plus)
        return byteArrayOf(0x30, inner.size.toByte()) + inner
    }

    private fun key(sec1: ByteArray): ECPublicKey {
        val point = ECPoint(BigInteger(1, sec1.copyOfRange(1, 33)), BigInteger(1, sec1.copyOfRange(33, 65)))
        val curve = FakeKeystore.asked.getValue("vn.motcua.device").algorithmParameterSpec
        val parameters = AlgorithmParameters.getInstance("EC").apply { init(curve) }
        val specification = parameters.getParameterSpec(ECParameterSpec::class.java)
        return KeyFactory.getInstance("EC").generatePublic(ECPublicKeySpec(point, specification)) as ECPublicKey
    }
}
