using System.Collections.Immutable;
using System.Globalization;
using PixelGpt.Models.Embeddings;

namespace PixelGpt.Models;

/// <summary>Creates layers and adds their parameters to a <see cref="ParameterSet"/>, under the names of the model family.</summary>
internal sealed class ParameterFactory(ParameterSet parameters, TransformerDescription description, ColorFeatures? features = null)
{
    /// <summary>Creates an embedding table [count, D].</summary>
    /// <param name="name">Name pattern of the table.</param>
    /// <param name="count">Number of embeddings.</param>
    /// <param name="index">Index of the table among several with the same name pattern.</param>
    public EmbeddingTable Table(string name, int count, int index = 0) =>
        new(parameters.Add(Name(name, index) + ".weight", Initializer.Normal(description.InitializerRange), count, description.HiddenSize));

    /// <summary>Creates an embedding table of colours, with the colour features that the description asks for.</summary>
    /// <param name="name">Name pattern of the table.</param>
    /// <param name="count">Number of embeddings, at least the number of colours.</param>
    /// <param name="index">Index of the table among several with the same name pattern.</param>
    public EmbeddingTable ColorTable(string name, int count, int index = 0)
    {
        if (features is null) return Table(name, count, index);
        Parameter rows = description.HasFreePalette ? parameters.AddGradientPlace(count, description.HiddenSize) : Table(name, count, index).Rows;
        return new EmbeddingTable(
            rows, !description.HasFreePalette, features, parameters.Add(Name(name, index) + ".color_proj.weight", Initializer.Normal(description.InitializerRange), features.Count, description.HiddenSize));
    }

    /// <summary>Creates a norm over the residual stream, of the kind in the description.</summary>
    public INorm Norm(string name, int layer) => Norm(name, layer, description.HiddenSize, description.Norm);

    /// <summary>Creates a norm over <paramref name="width"/> values.</summary>
    public INorm Norm(string name, int layer, int width, NormKind kind) => kind == NormKind.RmsNorm
        ? RmsNorm(name, layer, width)
        : new LayerNorm(NormWeight(name, layer, width), parameters.Add(Name(name, layer) + ".bias", Initializer.Zeros, width), description.NormEpsilon);

    /// <summary>Creates a parameter with one value per column.</summary>
    public Parameter Vector(string name, int layer, int width, float initial) => parameters.Add(Name(name, layer) + ".weight", new Initializer(initial, 0), width);

    /// <summary>Creates an RMSNorm over <paramref name="width"/> values.</summary>
    public RmsNorm RmsNorm(string name, int layer, int width) => new(NormWeight(name, layer, width), description.NormEpsilon);

    /// <summary>Creates the value residual of a block.</summary>
    public ValueResidual ValueResidual(string name, int layer) => new(parameters.Add(Name(name, layer) + ".weight", new Initializer(Models.ValueResidual.InitialWeight, 0), 1));

    /// <summary>Creates a linear layer.</summary>
    /// <param name="name">Name pattern of the layer.</param>
    /// <param name="layer">Index of the block.</param>
    /// <param name="inputs">Number of input features.</param>
    /// <param name="outputs">Number of output features.</param>
    /// <param name="standardDeviation">Standard deviation of the initial weights.</param>
    /// <param name="hasBias">Whether the layer has a bias.</param>
    public Linear Linear(string name, int layer, int inputs, int outputs, float standardDeviation, bool hasBias) =>
        Linear(name, layer, inputs, [outputs], standardDeviation, hasBias);

    /// <summary>Creates a linear layer whose weight consists of several matrices.</summary>
    /// <param name="name">Name pattern of the layer.</param>
    /// <param name="layer">Index of the block.</param>
    /// <param name="inputs">Number of input features.</param>
    /// <param name="parts">Number of output features of each matrix.</param>
    /// <param name="standardDeviation">Standard deviation of the initial weights.</param>
    /// <param name="hasBias">Whether the layer has a bias.</param>
    public Linear Linear(string name, int layer, int inputs, ImmutableArray<int> parts, float standardDeviation, bool hasBias)
    {
        int outputs = parts.Sum();
        string fullName = Name(name, layer);
        Parameter weight = description.Layout == WeightLayout.InOut
            ? parameters.Add(fullName + ".weight", Initializer.Normal(standardDeviation), inputs, outputs)
            : parameters.Add(fullName + ".weight", Initializer.Normal(standardDeviation), outputs, inputs);
        Parameter? bias = hasBias ? parameters.Add(fullName + ".bias", Initializer.Zeros, outputs) : null;
        return new Linear(inputs, parts, description.Layout, weight, bias);
    }

    /// <summary>Creates the output head.</summary>
    /// <param name="table">Table whose rows are the weights of the outputs; the token embedding for a tied head.</param>
    public Linear Head(EmbeddingTable table) => new(description.HiddenSize, description.VocabularySize, table);

    private Parameter NormWeight(string name, int layer, int width) => parameters.Add(Name(name, layer) + ".weight", Initializer.Ones, width);

    private static string Name(string pattern, int layer) => string.Format(CultureInfo.InvariantCulture, pattern, layer);
}
