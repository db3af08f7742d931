package dev.pactmemory.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// JSON text to plain Java values and back: `Map` (in the order written), `List`, `String`,
/// `Integer`, `Long`, `BigInteger`, `Double`, `Boolean`, null. Safe for many threads.
///
/// Only the streaming half of Jackson is used; the binding half costs a process start more than all
/// it would save here.
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build();

  private Json() {}

  /// One line without white space; control characters are escaped, everything else stays as it is.
  ///
  /// @param value a tree of the types above; null values in maps are written
  public static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, value);
    }
    return text.toString();
  }

  /// The one value in the text. Of keys that repeat, the last counts.
  ///
  /// @throws IllegalArgumentException if the text is not one JSON value; the message holds none of
  ///   it
  public static @Nullable Object parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new IllegalArgumentException("no JSON value");
      }
      Object value = read(parser, first);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON value");
      }
      return value;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /// The number that is the first member of an object, without reading the rest of it.
  ///
  /// @return -1 if the text does not begin so
  static long leadingNumber(String text, String name) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      boolean found =
          parser.nextToken() == JsonToken.START_OBJECT
              && name.equals(parser.nextName())
              && parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
      return found ? parser.getNumberValue().longValue() : -1;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private static void write(JsonGenerator generator, @Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Boolean truth -> generator.writeBoolean(truth);
      case Number number -> writeNumber(generator, number);
      case Map<?, ?> map -> {
        generator.writeStartObject();
        map.forEach((key, member) -> {
          generator.writeName(String.valueOf(key));
          write(generator, member);
        });
        generator.writeEndObject();
      }
      case Iterable<?> items -> {
        generator.writeStartArray();
        items.forEach(item -> write(generator, item));
        generator.writeEndArray();
      }
      default -> throw new IllegalStateException("no JSON form for a " + value.getClass());
    }
  }

  private static void writeNumber(JsonGenerator generator, Number number) {
    switch (number) {
      case Integer whole -> generator.writeNumber(whole);
      case Long whole -> generator.writeNumber(whole);
      case Float real when !Float.isFinite(real) ->
          throw new IllegalStateException("no JSON form for " + real);
      case Double real when !Double.isFinite(real) ->
          throw new IllegalStateException("no JSON form for " + real);
      default -> generator.writeNumber(number.toString());
    }
  }

  private static @Nullable Object read(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          map.put(name, read(parser, parser.nextToken()));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          list.add(read(parser, next));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_ARRAY, END_OBJECT, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalArgumentException("not a JSON value");
    };
  }

  /// Without the parser's message, which quotes the text.
  private static IllegalArgumentException malformed(JacksonException e) {
    var location = e.getLocation();
    String where = location == null ? "" : " at character " + location.getCharOffset();
    return new IllegalArgumentException("malformed JSON" + where);
  }
}
