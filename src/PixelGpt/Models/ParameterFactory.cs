using System.Globalization;

namespace PixelGpt.Models;

/// <summary>Makes layers, and their parameters under a family's names.</summary>
internal sealed class ParameterFactory(ParameterSet parameters, TransformerDescription shape)
{
    public Parameter Embedding(string name, int count) =>
        parameters.Add(name + ".weight", Initializer.Normal(shape.InitializerRange), count, shape.HiddenSize);

    /// <summary>A norm of the family's kind over the residual stream.</summary>
    public INorm Norm(string name, int layer) => shape.Norm == NormKind.RmsNorm
        ? RmsNorm(name, layer, shape.HiddenSize)
        : new LayerNorm(NormWeight(name, layer, shape.HiddenSize), parameters.Add(Name(name, layer) + ".bias", Initializer.Zeros, shape.HiddenSize), shape.NormEpsilon);

    public RmsNorm RmsNorm(string name, int layer, int width) => new(NormWeight(name, layer, width), shape.NormEpsilon);

    public Linear Linear(string name, int layer, int inputs, int outputs, float deviation, bool hasBias)
    {
        string full = Name(name, layer);
        Parameter weight = shape.Layout == WeightLayout.InOut
            ? parameters.Add(full + ".weight", Initializer.Normal(deviation), inputs, outputs)
            : parameters.Add(full + ".weight", Initializer.Normal(deviation), outputs, inputs);
        Parameter? bias = hasBias ? parameters.Add(full + ".bias", Initializer.Zeros, outputs) : null;
        return new Linear(inputs, outputs, shape.Layout, weight, bias);
    }

    /// <summary>The output head: the token embedding itself where <paramref name="tied"/> is given.</summary>
    public Linear Head(string name, Parameter? tied) => new(
        shape.HiddenSize, shape.VocabularySize, WeightLayout.OutIn, tied ?? Embedding(name, shape.VocabularySize), bias: null);

    private Parameter NormWeight(string name, int layer, int width) => parameters.Add(Name(name, layer) + ".weight", Initializer.Ones, width);

    private static string Name(string pattern, int layer) => string.Format(CultureInfo.InvariantCulture, pattern, layer);
}
