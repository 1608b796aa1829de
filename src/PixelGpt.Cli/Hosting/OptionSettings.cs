using System.Collections;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.IO;

namespace PixelGpt.Cli.Hosting;

/// <summary>
/// Values of a command's options from environment variables and a JSON file. The command line takes precedence over environment
/// variables, and these over the file. <c>--public-url</c> is <c>PREFIX_PUBLIC_URL</c> in the environment and <c>public_url</c> in the file.
/// </summary>
internal static class OptionSettings
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>Returns the command-line arguments that the settings stand for, without options that the command line has.</summary>
    /// <param name="options">The options that can be set.</param>
    /// <param name="isGiven">Whether the command line has an option.</param>
    /// <param name="environment">The environment variables.</param>
    /// <param name="prefix">The prefix of the variables, such as <c>PIXELGPT_STUDIO_</c>; variables with this prefix that belong to no option are errors.</param>
    /// <param name="file">The JSON file; null for none.</param>
    /// <exception cref="InputException">A setting is unknown, or the file is invalid.</exception>
    public static IReadOnlyList<string> Arguments(IReadOnlyList<Option> options, Func<Option, bool> isGiven, IDictionary environment, string prefix, string? file)
    {
        Dictionary<string, Option> known = options.ToDictionary(NameOf);
        var arguments = new List<string>();
        var set = new HashSet<Option>(options.Where(isGiven));
        foreach (DictionaryEntry variable in environment)
        {
            string name = (string)variable.Key;
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (!known.TryGetValue(name[prefix.Length..].ToLowerInvariant(), out Option? option))
                throw new InputException($"the environment variable {name} belongs to no option; known are {string.Join(", ", known.Keys.Select(key => prefix + key.ToUpperInvariant()))}");
            if (set.Add(option)) arguments.AddRange([option.Name, (string)variable.Value!]);
        }

        if (file is null) return arguments;
        foreach ((string name, JsonNode? value) in Read(file))
        {
            if (!known.TryGetValue(name, out Option? option)) throw new InputException($"{file}: unknown setting '{Excerpt.Of(name)}'; known are {string.Join(", ", known.Keys)}");
            if (!set.Add(option)) continue;
            foreach (JsonNode? item in value is JsonArray list ? [.. list] : (JsonNode?[])[value]) arguments.AddRange([option.Name, TextOf(item, file, name)]);
        }

        return arguments;
    }

    private static string NameOf(Option option) => option.Name.TrimStart('-').Replace('-', '_');

    private static JsonObject Read(string file)
    {
        string text = InputFile.ReadAllText(file, MaxFileBytes, "settings");
        return InputJson.Read(file, () => JsonNode.Parse(text, documentOptions: InputJson.Strict) as JsonObject ?? throw new InputException($"{file}: the settings must be a JSON object"));
    }

    private static string TextOf(JsonNode? value, string file, string name) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
        _ => throw new InputException($"{file}: '{name}' must be a string, a number, true or false, or a list of them"),
    };
}
