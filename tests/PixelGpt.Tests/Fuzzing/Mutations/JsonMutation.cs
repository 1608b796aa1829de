using System.Text;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Changes tokens of a JSON document, so that the result is usually still JSON.</summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "0", "1", "-1", "2", "0.5", "-0.0", "1e999", "-1e999", "1e-999", "1E400", "2147483647", "2147483648", "-2147483649", "268435456", "4294967295", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "123456789012345678901234567890", "1000", "00", "1.", "NaN", "Infinity",
        "true", "false", "null", "{}", "[]", "[[]]", "[null]", "[1,2]", "[0,9223372036854775807]", "{\"x\":1}", "{\"\":{}}", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"\\u0000\"", "\"a\\nb\\u001b[31m\\u202e\"", "\"../../etc/passwd\"", "\"/etc/passwd\"", "\"..\"", "\"C:\\\\x\"", "\"a/b\"", "\"\\u002e\\u002e\\u002foutside.safetensors\"", "\"../outside.safetensors\"",
        "\"1e5\"", "\"0\"", "\"F64\"", "\"U8\"", "\"NaN\"", "\"creatures\"", "\"20x20\"", "\"9999999999x2\"", "\"hub:a/b\"", "'x'", "// c\n", "/* c */",
    ];

    /// <summary>Changes one token of a document. <paramref name="words"/> are names and values that the reader knows.</summary>
    public static string Apply(string json, FuzzRandom random, IReadOnlyList<string>? words = null)
    {
        List<string> tokens = Tokens(json);
        if (tokens.Count == 0) return random.Pick(Values);
        int at = random.Below(tokens.Count);
        switch (random.Below(12))
        {
            case 0 or 1 or 2 or 3:
                Replace(tokens, at, random.OneIn(3) && words is not null ? $"\"{random.Pick(words)}\"" : random.Pick(Values));
                break;
            case 4:
                tokens[at] = random.Pick(Values);
                break;
            case 5:
                (int start, int end) = Member(tokens, at);
                tokens.RemoveRange(start, end - start);
                break;
            case 6:
                (start, end) = Member(tokens, at);
                tokens.InsertRange(start, [.. tokens[start..end], ","]);
                break;
            case 7:
                int depth = random.Pick<int>([7, 30, 33, 70, 200, 3000]);
                bool isArray = random.OneIn(2);
                tokens.Insert(at, string.Concat(Enumerable.Repeat(isArray ? "[" : "{\"a\":", depth)));
                if (random.OneIn(2)) tokens.Insert(Math.Min(ValueEnd(tokens, at + 1), tokens.Count), new string(isArray ? ']' : '}', depth));
                break;
            case 8:
                tokens.Insert(at, $"\"{new string(random.Pick<char>(['a', 'é', '\\', '\n']), random.Below(5000))}\"");
                break;
            case 9:
                int brace = tokens.FindIndex(random.Below(tokens.Count), t => t == "{");
                if (brace >= 0) tokens.Insert(brace + 1, $"\"{random.Pick(words ?? ["x"])}\":{random.Pick(Values)},");
                break;
            case 10:
                ListMutation.Apply(tokens, random);
                break;
            default:
                if (tokens[at].Length > 1 && tokens[at][0] == '"') tokens[at] = tokens[at].Insert(1 + random.Below(tokens[at].Length - 1), random.Pick<string>(["\\ud83d", "\\u0000", "\\", "\u0001", "\t", "x", "\\n", "é", "\""]));
                else Replace(tokens, at, random.OneIn(2) ? $"{random.Extreme()}" : $"-{random.Extreme()}");
                break;
        }

        return string.Concat(tokens);
    }

    public static byte[] Apply(byte[] json, FuzzRandom random, IReadOnlyList<string>? words = null)
    {
        byte[] result = Encoding.UTF8.GetBytes(Apply(Encoding.UTF8.GetString(json), random, words));
        return random.OneIn(100) ? [.. Encoding.UTF8.Preamble, .. result] : result;
    }

    private static List<string> Tokens(string json)
    {
        var tokens = new List<string>();
        for (int at = 0; at < json.Length;)
        {
            int start = at++;
            if (json[start] == '"')
            {
                while (at < json.Length && json[at] != '"') at += json[at] == '\\' ? 2 : 1;
                at = Math.Min(at + 1, json.Length);
            }
            else if (!"{}[]:,".Contains(json[start], StringComparison.Ordinal))
            {
                while (at < json.Length && !"{}[]:,\"".Contains(json[at], StringComparison.Ordinal)) at++;
            }

            tokens.Add(json[start..at]);
        }

        return tokens;
    }

    private static void Replace(List<string> tokens, int at, string value)
    {
        if (tokens[at] is "}" or "]" or ":" or ",") at = Math.Max(0, at - 1);
        int end = ValueEnd(tokens, at);
        tokens.RemoveRange(at, end - at);
        tokens.Insert(at, value);
    }

    /// <summary>Finds the property or array element at a token.</summary>
    private static (int Start, int End) Member(List<string> tokens, int at)
    {
        int start = at;
        if (start > 1 && tokens[start - 1] == ":") start -= 2;
        int end = ValueEnd(tokens, at);
        if (end < tokens.Count && tokens[end] == ":") end = ValueEnd(tokens, Math.Min(end + 1, tokens.Count - 1));
        return (start, end);
    }

    private static int ValueEnd(List<string> tokens, int at)
    {
        int depth = 0;
        for (; at < tokens.Count; at++)
        {
            if (tokens[at] is "{" or "[") depth++;
            if (tokens[at] is "}" or "]") depth--;
            if (depth <= 0) return at + 1;
        }

        return tokens.Count;
    }
}
