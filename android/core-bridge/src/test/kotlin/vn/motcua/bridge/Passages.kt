package vn.motcua.bridge

import vn.motcua.core.FormSessionInterface
import vn.motcua.core.MotCua
import vn.motcua.core.MotCuaInterface
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Proxy
import java.util.concurrent.ConcurrentLinkedQueue

/** Writes down every call that passes the boundary to the core, while the core is the real one. Ending a subscription isn't counted: nobody waits for it. */
class Passages {
    private val names = ConcurrentLinkedQueue<String>()

    /** The methods called since the last look, in their order. */
    fun taken(): List<String> = generateSequence(names::poll).toList()

    /** As [Core.open]. */
    fun open(
        config: AppConfig,
        vault: KeyVault,
        deviceKey: DeviceKey,
        connectivity: Connectivity,
    ): Outcome<Core> =
        caught {
            val real = MotCua.open(config, vault, deviceKey, connectivity)
            Core(counted<MotCuaInterface>(real), real::close) { session -> Form(counted<FormSessionInterface>(session), session::close) }
        }

    private inline fun <reified T : Any> counted(real: T): T =
        Proxy.newProxyInstance(T::class.java.classLoader, arrayOf(T::class.java)) { _, method, arguments ->
            // Kotlin puts a hash behind the names of methods that take unsigned numbers.
            names += method.name.substringBefore('-')
            try {
                method.invoke(real, *arguments.orEmpty())
            } catch (thrown: InvocationTargetException) {
                throw thrown.targetException
            }
        } as T
}
