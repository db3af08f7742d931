package dev.pactmemory.mcp;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
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
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// JSON as maps, lists, strings, numbers, booleans and null; without data binding, whose classes
/// would be most of the start-up time.
final class Json {
  /// More than any argument of ours needs; keeps hostile nesting off the stack.
  static final int MAX_DEPTH = 128;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /// Why a line is not JSON; the message is complete for the one who sent it.
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message, null, false, false);
    }
  }

  static @Nullable Object read(byte[] utf8) throws MalformedException {
    requireUtf8(utf8);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new MalformedException("more than one JSON value on the line");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new MalformedException(
          "JSON beyond a limit: at most " + MAX_DEPTH + " levels and 1000 digits in a number");
    } catch (JacksonException e) {
      // Only the place: the library's message quotes the text.
      throw new MalformedException(
          "not valid JSON at byte " + Math.max(0, e.getLocation().getByteOffset()));
    }
  }

  private static @Nullable Object value(JsonParser parser) throws MalformedException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new MalformedException("the line holds no JSON value");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("the parser gave " + token + " for a value");
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws MalformedException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws MalformedException {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  /// The parser lets some ill-formed sequences pass; this does not.
  private static void requireUtf8(byte[] bytes) throws MalformedException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer sink = CharBuffer.allocate(Math.min(bytes.length + 1, 1 << 13));
    while (true) {
      CoderResult result = decoder.decode(in, sink, true);
      if (result.isError()) {
        throw new MalformedException("not valid UTF-8 at byte " + in.position());
      }
      if (result.isUnderflow()) {
        return;
      }
      sink.clear();
    }
  }

  /// One line, without spaces between tokens.
  static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(value, generator);
    }
    return text.toString();
  }

  private static void write(@Nullable Object value, JsonGenerator out) {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Boolean bool -> out.writeBoolean(bool);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Float number -> out.writeNumber(number);
      case Short number -> out.writeNumber(number);
      case BigInteger number -> out.writeNumber(number);
      case BigDecimal number -> out.writeNumber(number);
      case Map<?, ?> map -> {
        out.writeStartObject();
        map.forEach((name, member) -> {
          out.writeName((String) name);
          write(member, out);
        });
        out.writeEndObject();
      }
      case Iterable<?> items -> {
        out.writeStartArray();
        items.forEach(item -> write(item, out));
        out.writeEndArray();
      }
      default -> throw new IllegalStateException("no JSON for " + value.getClass().getSimpleName());
    }
  }

  /// Where in the value a string holds half of a surrogate pair, as a path (`tasks[0].status`);
  /// null if none does. Such text has no UTF-8 form: stored, it would come back as another.
  static @Nullable String loneSurrogate(@Nullable Object value, String path) {
    return switch (value) {
      case String text -> hasLoneSurrogate(text) ? path : null;
      case Map<?, ?> map -> {
        String found = null;
        for (Map.Entry<?, ?> member : map.entrySet()) {
          String name = (String) member.getKey();
          String at = path.isEmpty() ? name : path + "." + name;
          found = hasLoneSurrogate(name) ? at : loneSurrogate(member.getValue(), at);
          if (found != null) {
            break;
          }
        }
        yield found;
      }
      case List<?> list -> {
        String found = null;
        for (int i = 0; i < list.size() && found == null; i++) {
          found = loneSurrogate(list.get(i), path + "[" + i + "]");
        }
        yield found;
      }
      case null, default -> null;
    };
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  /// The value as an object; null if it is none.
  @SuppressWarnings("unchecked") // objects are made above, with string keys
  static @Nullable Map<String, Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
  }
}
