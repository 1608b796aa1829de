using PixelGpt.Formats;

namespace PixelGpt.Models;

/// <summary>Takes the tensors of a foreign file over into a model, under the names that Hugging Face's tools use.</summary>
internal static class ModelWeights
{
    /// <summary>The prefixes of a model with a head; a file of the bare model leaves them out.</summary>
    private static readonly string[] Prefixes = ["transformer.", "model."];

    /// <summary>What older versions saved beside the parameters: masks and frequencies that follow from the configuration.</summary>
    private static readonly string[] Buffers = [".attn.bias", ".attn.masked_bias", ".rotary_emb.inv_freq"];

    /// <summary>Copies every parameter.</summary>
    /// <exception cref="InputException">A tensor is missing, left over, or of another shape or type, or has a value that is not finite; the message names it.</exception>
    public static void Load(Transformer transformer, ITensorSource source)
    {
        var left = new HashSet<string>(source.Names, StringComparer.Ordinal);
        foreach (Parameter parameter in transformer.Parameters.All)
        {
            string name = FindName(parameter.Name, left) ?? throw ParameterFiles.Missing(source, parameter.Name);
            source.CopyTo(parameter, name, transformer.Parameters.Values);
            left.Remove(name);
        }

        if (transformer.Description.TiedHead) left.Remove(transformer.Description.Names.Head + ".weight");
        left.RemoveWhere(name => Buffers.Any(buffer => name.EndsWith(buffer, StringComparison.Ordinal)));
        if (left.Count > 0)
            throw new InputException($"{source.Path}: the configuration has no place for {string.Join(", ", left.Order(StringComparer.Ordinal).Take(3).Select(name => Excerpt.Of(name, 100)))}{(left.Count > 3 ? $" and {left.Count - 3} more" : "")}");
        transformer.Pack();
    }

    private static string? FindName(string name, HashSet<string> names)
    {
        if (names.Contains(name)) return name;
        foreach (string prefix in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && names.Contains(name[prefix.Length..])) return name[prefix.Length..];
        }

        return null;
    }
}
