/// A kettle: "hot", .boilsAt
struct KettleView: View {
    let kettle: Kettle

    var body: some View {
        Text(verbatim: kettle.label + "\n") // fine
        Image(systemName: "kettle.fill").tag("kettle-store") // fine
        SecondaryButton("action-pour") { empty(word: "action-empty") } // fine
        Word("heat-1")
        Word("heat-2")
        // planted: three
        Text(verbatim: kettle.isHot ? "Hot" : kettle.label)
            .accessibilityLabel(Text("Kettle"))
        Word("word-hot")
    }
}
