using PixelGpt.Formats;

namespace PixelGpt.Models;

/// <summary>Loads weights into a transformer. Tensors have the names of Hugging Face transformers, with or without the prefix of the base model, and may have prefixes of classes that wrap the model.</summary>
internal static class ModelWeights
{
    /// <summary>Prefixes of parameter names. Files of models that were saved without a head do not have them.</summary>
    private static readonly string[] Prefixes = ["transformer.", "model."];

    /// <summary>Suffixes of tensors that older versions of transformers saved although they are not parameters: masks and frequencies.</summary>
    private static readonly string[] Buffers = [".attn.bias", ".attn.masked_bias", ".rotary_emb.inv_freq"];

    /// <summary>Parts that <c>torch.compile</c> and <c>DataParallel</c> add to names.</summary>
    private static readonly string[] WrapperParts = ["_orig_mod", "module"];

    /// <summary>Copies all tensors to the parameters and packs them.</summary>
    /// <param name="transformer">Transformer to load into.</param>
    /// <param name="source">File with the weights.</param>
    /// <exception cref="InputException">A tensor is missing, is unexpected, has the wrong shape or type, or has a value that is not finite; the message names it.</exception>
    public static void Load(Transformer transformer, ITensorSource source)
    {
        IReadOnlyList<Parameter> parameters = transformer.Parameters.All;
        Dictionary<string, string> names = NamesInModel(source, parameters[0].Name);
        var unread = new HashSet<string>(names.Keys, StringComparer.Ordinal);
        bool isTransposed = IsTransposed(transformer, source, names);
        HashSet<Parameter> linear = isTransposed ? [.. transformer.LinearWeights] : [];

        // A model of nanoGPT with bias=False computes the same as one whose biases are 0.
        bool hasNoBiases = isTransposed && !parameters.Any(p => IsBias(p) && FindName(p.Name, names) is not null);
        foreach (Parameter parameter in parameters)
        {
            if (hasNoBiases && IsBias(parameter)) continue;
            string name = FindName(parameter.Name, names) ?? throw ParameterFiles.Missing(source, parameter.Name);
            if (linear.Contains(parameter)) source.CopyTransposedTo(parameter, names[name], transformer.Parameters.Values);
            else source.CopyTo(parameter, names[name], transformer.Parameters.Values);
            unread.Remove(name);
        }

        if (transformer.Description.TiedHead) unread.Remove(transformer.Description.Names.Head + ".weight");
        unread.RemoveWhere(name => Buffers.Any(buffer => name.EndsWith(buffer, StringComparison.Ordinal)));
        if (unread.Count > 0)
            throw new InputException($"{source.Path}: unexpected tensors: {Excerpt.List(unread.Select(name => names[name]).Order(StringComparer.Ordinal), 3)}; check that the file belongs to the configuration");
        transformer.Pack();
    }

    private static bool IsBias(Parameter parameter) => parameter.Name.EndsWith(".bias", StringComparison.Ordinal);

    /// <summary>
    /// Maps names without the parts of wrapping classes to the names in the file. Parts of <c>torch.compile</c> and
    /// <c>DataParallel</c> are removed anywhere, and any other prefix, such as <c>model.</c> of Lightning, if the first parameter has it.
    /// </summary>
    private static Dictionary<string, string> NamesInModel(ITensorSource source, string firstParameter)
    {
        var names = source.Names.ToDictionary(name => name, StringComparer.Ordinal);
        if (FindName(firstParameter, names) is not null) return names;
        names = Rename(names, name => string.Join('.', name.Split('.').Where(part => !WrapperParts.Contains(part))));
        if (FindName(firstParameter, names) is not null || FindPrefix(firstParameter, names) is not { } prefix) return names;
        return Rename(names, name => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name);
    }

    private static string? FindPrefix(string firstParameter, Dictionary<string, string> names) => Variants(firstParameter)
        .Select(variant => names.Keys.Where(name => name.EndsWith("." + variant, StringComparison.Ordinal)).MinBy(name => name.Length)?[..^variant.Length])
        .FirstOrDefault(prefix => prefix is not null);

    /// <summary>Renames tensors. A tensor whose new name is already used has its name in the file, and is then unexpected.</summary>
    private static Dictionary<string, string> Rename(Dictionary<string, string> names, Func<string, string> rename)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string inFile) in names)
        {
            if (!renamed.TryAdd(rename(name), inFile)) renamed[inFile] = inFile;
        }

        return renamed;
    }

    /// <summary>Whether a file stores linear weights as [outputs, inputs] although the family stores [inputs, outputs], as nanoGPT does for GPT-2.</summary>
    private static bool IsTransposed(Transformer transformer, ITensorSource source, Dictionary<string, string> names) =>
        transformer.Description.Layout == WeightLayout.InOut
        && transformer.LinearWeights.FirstOrDefault(weight => weight.Shape[0] != weight.Shape[1]) is { } first
        && FindName(first.Name, names) is { } name
        && source.Shape(names[name]).SequenceEqual(first.Shape.Reverse());

    private static string? FindName(string name, Dictionary<string, string> names) => Variants(name).FirstOrDefault(names.ContainsKey);

    /// <summary>The names that a parameter may have: with and without the prefix of the base model.</summary>
    private static IEnumerable<string> Variants(string name) =>
        [name, .. Prefixes.Where(prefix => name.StartsWith(prefix, StringComparison.Ordinal)).Select(prefix => name[prefix.Length..])];
}
