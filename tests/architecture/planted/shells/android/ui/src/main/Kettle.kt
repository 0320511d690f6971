package kitchen

/** "A kettle" in a comment is fine, and so is .scale. */
val Kettle.sentence: String
    get() = boilsAt

fun Kettles(kettle: Kettle) {
    Text(kettle.label) // fine
    Text("${kettle.sentence}: ${word("action-pour")}") // fine
    Text(word("heat-$number")) // fine
    Text(word("action-empty") + word("action-refill")) // fine
    keep("kettle-store", kettle.serial) // fine
    check(kettle.sentence.isNotEmpty()) { "no kettle here" } // fine: for developers

    // planted: four
    Text(if (kettle.hot) "Kettle of ${kettle.label}" else kettle.label)
    semantics { contentDescription = "Boil" }
    PrimaryButton(word("action-boil"))
    val sign = "Nước sôi"
}
