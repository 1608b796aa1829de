using System.Globalization;

namespace PixelGpt.Models;

/// <summary>Makes layers, and their parameters under a family's names.</summary>
internal sealed class ParameterFactory(ParameterSet parameters, TransformerDescription shape)
{
    public Parameter Embedding(string name, int count) =>
        parameters.Add(name + ".weight", Initializer.Normal(shape.InitializerRange), count, shape.HiddenSize);

    public LayerNorm LayerNorm(string name, int layer)
    {
        string full = Name(name, layer);
        return new LayerNorm(
            parameters.Add(full + ".weight", Initializer.Ones, shape.HiddenSize),
            parameters.Add(full + ".bias", Initializer.Zeros, shape.HiddenSize),
            shape.NormEpsilon);
    }

    public Linear Linear(string name, int layer, int inputs, int outputs, float deviation)
    {
        string full = Name(name, layer);
        Parameter weight = parameters.Add(full + ".weight", Initializer.Normal(deviation), inputs, outputs);
        Parameter bias = parameters.Add(full + ".bias", Initializer.Zeros, outputs);
        return new Linear(inputs, outputs, WeightLayout.InOut, weight, bias);
    }

    /// <summary>The output head: the token embedding itself where <paramref name="tied"/> is given.</summary>
    public Linear Head(string name, Parameter? tied) => new(
        shape.HiddenSize, shape.VocabularySize, WeightLayout.OutIn, tied ?? Embedding(name, shape.VocabularySize), bias: null);

    private static string Name(string pattern, int layer) => string.Format(CultureInfo.InvariantCulture, pattern, layer);
}
