package vn.motcua.app.key

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.InvalidAlgorithmParameterException
import java.security.Key
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyPairGeneratorSpi
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.PublicKey
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGenerator
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey

/**
 * Android's key store as far as the app uses it, in memory and with the JDK's own algorithms: what a key is asked to be is checked, that it stays in
 * hardware is not to be had here.
 */
class FakeKeystore : Provider(ANDROID_KEYSTORE, "1", "keys in memory, for tests") {
    init {
        put("KeyStore.$ANDROID_KEYSTORE", Store::class.java.name)
        put("KeyGenerator.AES", Aes::class.java.name)
        put("KeyPairGenerator.EC", Ec::class.java.name)
        held.clear()
        asked.clear()
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(
            alias: String,
            password: CharArray?,
        ): Key? = held[alias]?.let { it as? Key ?: (it as KeyPair).private }

        override fun engineGetCertificate(alias: String): Certificate? = (held[alias] as? KeyPair)?.let { Bare(it.public) }

        override fun engineContainsAlias(alias: String) = alias in held

        override fun engineDeleteEntry(alias: String) {
            held.remove(alias)
        }

        override fun engineLoad(
            stream: InputStream?,
            password: CharArray?,
        ) = Unit

        override fun engineAliases(): Enumeration<String> = Collections.enumeration(held.keys)

        override fun engineSize() = held.size

        override fun engineIsKeyEntry(alias: String) = alias in held

        override fun engineIsCertificateEntry(alias: String) = false

        override fun engineGetCertificateChain(alias: String) = arrayOf(engineGetCertificate(alias))

        override fun engineGetCertificateAlias(certificate: Certificate): String? = null

        override fun engineGetCreationDate(alias: String) = Date(0)

        override fun engineSetKeyEntry(
            alias: String,
            key: Key,
            password: CharArray?,
            chain: Array<Certificate>?,
        ) = throw UnsupportedOperationException()

        override fun engineSetKeyEntry(
            alias: String,
            key: ByteArray,
            chain: Array<Certificate>?,
        ) = throw UnsupportedOperationException()

        override fun engineSetCertificateEntry(
            alias: String,
            certificate: Certificate,
        ) = throw UnsupportedOperationException()

        override fun engineStore(
            stream: OutputStream?,
            password: CharArray?,
        ) = throw UnsupportedOperationException()
    }

    class Aes : KeyGeneratorSpi() {
        private lateinit var specification: KeyGenParameterSpec

        override fun engineInit(
            parameters: AlgorithmParameterSpec,
            random: SecureRandom?,
        ) {
            specification = parameters as? KeyGenParameterSpec ?: throw InvalidAlgorithmParameterException()
        }

        override fun engineGenerateKey(): SecretKey {
            val key = KeyGenerator.getInstance("AES", "SunJCE").apply { init(specification.keySize) }.generateKey()
            return key.also { keep(specification, it) }
        }

        override fun engineInit(random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineInit(
            size: Int,
            random: SecureRandom?,
        ) = throw UnsupportedOperationException()
    }

    class Ec : KeyPairGeneratorSpi() {
        private lateinit var specification: KeyGenParameterSpec

        override fun initialize(
            parameters: AlgorithmParameterSpec,
            random: SecureRandom?,
        ) {
            specification = parameters as? KeyGenParameterSpec ?: throw InvalidAlgorithmParameterException()
        }

        override fun initialize(
            size: Int,
            random: SecureRandom?,
        ) = throw UnsupportedOperationException()

        override fun generateKeyPair(): KeyPair {
            // Robolectric's Android providers and the JDK's don't mix: whichever comes first besides this one, as on a phone.
            val other = Security.getProviders("KeyPairGenerator.EC").first { it.name !in listOf(ANDROID_KEYSTORE, "SunEC") }
            val pair = KeyPairGenerator.getInstance("EC", other).apply { initialize(specification.algorithmParameterSpec) }.generateKeyPair()
            return pair.also { keep(specification, it) }
        }
    }

    /** A certificate that has a public key and nothing else. */
    private class Bare(
        private val key: PublicKey,
    ) : Certificate("bare") {
        override fun getPublicKey() = key

        override fun getEncoded(): ByteArray = key.encoded

        override fun verify(key: PublicKey) = Unit

        override fun verify(
            key: PublicKey,
            provider: String,
        ) = Unit

        override fun toString() = "bare"
    }

    companion object {
        private val held = mutableMapOf<String, Any>()

        /** What each key was asked to be. */
        val asked = mutableMapOf<String, KeyGenParameterSpec>()

        private fun keep(
            specification: KeyGenParameterSpec,
            key: Any,
        ) {
            held[specification.keystoreAlias] = key
            asked[specification.keystoreAlias] = specification
        }
    }
}
