using PixelGpt.Formats;

namespace PixelGpt.Models;

/// <summary>Loads weights into a transformer. Tensors have the names of Hugging Face transformers, with or without the prefix of the base model.</summary>
internal static class ModelWeights
{
    /// <summary>Prefixes of parameter names. Files of models that were saved without a head do not have them.</summary>
    private static readonly string[] Prefixes = ["transformer.", "model."];

    /// <summary>Suffixes of tensors that older versions of transformers saved although they are not parameters: masks and frequencies.</summary>
    private static readonly string[] Buffers = [".attn.bias", ".attn.masked_bias", ".rotary_emb.inv_freq"];

    /// <summary>Copies all tensors to the parameters and packs them.</summary>
    /// <param name="transformer">Transformer to load into.</param>
    /// <param name="source">File with the weights.</param>
    /// <exception cref="InputException">A tensor is missing, is unexpected, has the wrong shape or type, or has a value that is not finite; the message names it.</exception>
    public static void Load(Transformer transformer, ITensorSource source)
    {
        var unread = new HashSet<string>(source.Names, StringComparer.Ordinal);
        foreach (Parameter parameter in transformer.Parameters.All)
        {
            string name = FindName(parameter.Name, unread) ?? throw ParameterFiles.Missing(source, parameter.Name);
            source.CopyTo(parameter, name, transformer.Parameters.Values);
            unread.Remove(name);
        }

        if (transformer.Description.TiedHead) unread.Remove(transformer.Description.Names.Head + ".weight");
        unread.RemoveWhere(name => Buffers.Any(buffer => name.EndsWith(buffer, StringComparison.Ordinal)));
        if (unread.Count > 0)
            throw new InputException($"{source.Path}: unexpected tensors: {string.Join(", ", unread.Order(StringComparer.Ordinal).Take(3).Select(name => Excerpt.Of(name, 100)))}{(unread.Count > 3 ? $" and {unread.Count - 3} more" : "")}; check that the file belongs to the configuration");
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
