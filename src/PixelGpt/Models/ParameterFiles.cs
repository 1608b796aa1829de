using System.Collections.Immutable;
using PixelGpt.Formats;

namespace PixelGpt.Models;

/// <summary>Copies tensors from weight files to parameters.</summary>
internal static class ParameterFiles
{
    /// <summary>Copies the tensors of all parameters.</summary>
    /// <param name="source">File with the tensors.</param>
    /// <param name="parameters">Parameters to read.</param>
    /// <param name="prefix">Prefix of the parameter names in the file.</param>
    /// <param name="destination">Receives the values, in the layout of <paramref name="parameters"/>.</param>
    /// <exception cref="InputException">A tensor is missing, has the wrong shape or type, or has a value that is not finite.</exception>
    public static void CopyTo(this ITensorSource source, ParameterSet parameters, string prefix, Span<float> destination)
    {
        foreach (Parameter parameter in parameters.All)
        {
            string name = prefix + parameter.Name;
            if (!source.Names.Contains(name)) throw Missing(source, name);
            source.CopyTo(parameter, name, destination);
        }
    }

    /// <summary>Copies the tensor of one parameter.</summary>
    /// <param name="source">File with the tensor.</param>
    /// <param name="parameter">Parameter to read.</param>
    /// <param name="name">Name of the tensor in the file.</param>
    /// <param name="destination">Receives the values, in the layout of the parameter set.</param>
    /// <exception cref="InputException">The tensor has the wrong shape or type, or has a value that is not finite.</exception>
    public static void CopyTo(this ITensorSource source, Parameter parameter, string name, Span<float> destination)
    {
        CheckShape(source, name, parameter.Shape);
        Span<float> values = parameter.In(destination);
        source.CopyTo(name, values);
        source.CheckFinite(name, values);
    }

    /// <summary>Copies the tensor of one matrix parameter that is stored with exchanged dimensions.</summary>
    /// <inheritdoc cref="CopyTo(ITensorSource, Parameter, string, Span{float})"/>
    public static void CopyTransposedTo(this ITensorSource source, Parameter parameter, string name, Span<float> destination)
    {
        (int rows, int columns) = (parameter.Shape[0], parameter.Shape[1]);
        CheckShape(source, name, [columns, rows]);
        float[] transposed = source.FiniteFloats(name);
        Span<float> values = parameter.In(destination);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) values[(row * columns) + column] = transposed[(column * rows) + row];
        }
    }

    /// <summary>Creates the exception for a missing tensor.</summary>
    public static InputException Missing(ITensorSource source, string name) =>
        new($"{source.Path}: there is no tensor '{name}', which the configuration requires; the file has {Excerpt.List(source.Names)}; check that the file belongs to the configuration");

    private static void CheckShape(ITensorSource source, string name, ImmutableArray<int> expected)
    {
        if (!source.Shape(name).SequenceEqual(expected))
            throw new InputException($"{source.Path}: tensor '{Excerpt.Of(name, 100)}' has shape [{string.Join(", ", source.Shape(name))}], but the configuration requires [{string.Join(", ", expected)}]");
    }
}
