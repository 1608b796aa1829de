namespace PixelGpt.Models;

/// <summary>Checks that the values of a description fit together, before a model is built from it. Built-in families have checked them already, with the names of their keys.</summary>
internal static class DescriptionCheck
{
    /// <summary>Checks a description.</summary>
    /// <param name="description">The description.</param>
    /// <param name="path">Path of the configuration for error messages.</param>
    /// <exception cref="InputException">A value is invalid; the message names it.</exception>
    public static void Check(TransformerDescription description, string path)
    {
        (string Name, int Value)[] sizes =
        [
            ("vocabulary size", description.VocabularySize), ("number of positions", description.MaxPositions), ("hidden size", description.HiddenSize), ("number of layers", description.Layers),
            ("number of heads", description.Heads), ("number of key-value heads", description.KeyValueHeads), ("head size", description.HeadDim), ("intermediate size", description.IntermediateSize),
        ];
        foreach ((string name, int value) in sizes)
        {
            if (value < 1) throw Invalid(path, name, "at least 1", value);
        }

        if (description.Heads % description.KeyValueHeads != 0) throw Invalid(path, "number of heads", $"a multiple of the number of key-value heads, {description.KeyValueHeads}", description.Heads);
        int multiple = description.RopeTheta is null ? 1 : description.TwoDimensionalRope ? 4 : 2;
        if (description.HeadDim % multiple != 0) throw Invalid(path, "head size", $"a multiple of {multiple} for rotary positions", description.HeadDim);
        if (description.Conditions < 0) throw Invalid(path, "number of conditions", "at least 0", description.Conditions);
    }

    private static InputException Invalid(string path, string name, string wanted, int value) => new($"{path}: the {name} that the model family describes must be {wanted} (got {value})");
}
