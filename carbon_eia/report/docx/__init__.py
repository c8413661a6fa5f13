"""The report in Word: the blocks of a document, printed as an editable file.

The package carries, beside the text, what proves it: ``/carbon-eia/run.json`` (canonical) and
``/carbon-eia/project.toml`` (as handed in). Word drops parts that it does not know when it saves;
``/customXml/item1.xml`` holds the same once more, and that it keeps: an element ``record`` with an
element ``part`` (attribute ``name``, content Base64) for each.
"""
