DROP FUNCTION zahra_understand, zahra_query;
DROP TABLE cards, search_words, search_synonyms, slug_history, media, variants, style_colours,
    style_attributes, styles, size_charts, product_type_attributes, attribute_values, attributes,
    product_types, categories;
