package vn.motcua.app.key

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties.DIGEST_SHA256
import android.security.keystore.KeyProperties.KEY_ALGORITHM_EC
import android.security.keystore.KeyProperties.PURPOSE_SIGN
import vn.motcua.bridge.DeviceKey
import vn.motcua.bridge.PlatformLost
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.PrivateKey
import java.security.Signature
import java.security.interfaces.ECPublicKey
import java.security.spec.ECGenParameterSpec

/**
 * This installation's P-256 key, made at its first need, in the phone's hardware for good. It needs no unlocked phone: tokens are renewed in the
 * background.
 */
class KeystoreDeviceKey(
    private val locked: () -> Boolean,
) : DeviceKey {
    private val keys: KeyStore by lazy { androidKeystore() }

    override fun publicKey(): ByteArray =
        keystore(locked) {
            synchronized(this) { if (!keys.containsAlias(ALIAS)) make() }
            sec1(keys.getCertificate(ALIAS).publicKey as ECPublicKey)
        }

    override fun sign(text: ByteArray): ByteArray =
        keystore(locked) {
            val key = keys.getKey(ALIAS, null) as PrivateKey? ?: throw PlatformLost()
            val signature = Signature.getInstance("SHA256withECDSA")
            signature.initSign(key)
            signature.update(text)
            joseSignature(signature.sign())
        }

    private fun make() {
        val specification = {
            KeyGenParameterSpec
                .Builder(ALIAS, PURPOSE_SIGN)
                .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
                .setDigests(DIGEST_SHA256)
        }
        inStrongBoxIfThere(specification) {
            KeyPairGenerator.getInstance(KEY_ALGORITHM_EC, ANDROID_KEYSTORE).apply { initialize(it) }.generateKeyPair()
        }
    }

    private companion object {
        const val ALIAS = "vn.motcua.device"
    }
}
