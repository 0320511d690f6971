package vn.motcua.ui.screen.form

import vn.motcua.ui.nav.Position

/** A place as the core writes it: degrees, metres above the sea, metres of doubt. What isn't given stands as `?` and isn't a place to the core. */
data class PlaceText(
    val lat: String = "",
    val long: String = "",
    val altitude: String = "0",
    val accuracy: String = "0",
) {
    /** As answered. */
    val value: String get() = if (isEmpty) "" else "${given(lat)} ${given(long)} $altitude $accuracy"

    internal val isEmpty: Boolean get() = lat.isEmpty() && long.isEmpty()

    /** As people read it. */
    val shown: String get() = "$lat, $long"

    companion object {
        private const val MISSING = "?"
        private const val PARTS = 4

        private fun given(part: String) = part.ifEmpty { MISSING }

        /** Reads one. */
        fun of(value: String): PlaceText {
            val parts = value.trim().split(' ').filter { it.isNotEmpty() }
            val (lat, long, altitude, accuracy) = parts.map { part -> part.takeIf { it != MISSING }.orEmpty() } + List(PARTS) { "" }
            return PlaceText(lat, long, altitude.ifEmpty { "0" }, accuracy.ifEmpty { "0" })
        }

        /** Where the phone is. */
        fun of(position: Position) = PlaceText("${position.lat}", "${position.long}", accuracy = "${position.accuracy}")
    }
}

/** Places of a line, or of a shape that ends where it began. */
data class PlacesText(
    val places: List<PlaceText>,
    val isClosed: Boolean,
) {
    /** As answered: a shape is closed as soon as it is one. */
    val value: String
        get() {
            val closing = places.take(1).filter { isClosed && places.size >= CORNERS }
            return (places + closing).joinToString("; ") { it.value }
        }

    companion object {
        private const val CORNERS = 3

        /** Reads them. */
        fun of(
            value: String,
            isClosed: Boolean,
        ): PlacesText {
            val places = value.split(';').filter { it.isNotBlank() }.map(PlaceText::of)
            val closing = isClosed && places.size > CORNERS && places.first() == places.last()
            return PlacesText(if (closing) places.dropLast(1) else places, isClosed)
        }
    }
}
