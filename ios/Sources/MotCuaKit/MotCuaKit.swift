// What an app imports: models that screens watch, and what only a phone can give. Values such as `Home` or `QuestionItem` come from the bridge.
@_exported import Bridge
