using PixelGpt.Formats;

namespace PixelGpt.Models;

/// <summary>Takes tensors of a file over into the layout of a model's parameters.</summary>
internal static class ParameterFiles
{
    /// <summary>Copies the tensor of each parameter, called by its name behind a prefix.</summary>
    /// <exception cref="InputException">A tensor is missing, of another shape or type, or has a value that is not finite.</exception>
    public static void CopyTo(this ITensorSource source, ParameterSet parameters, string prefix, Span<float> destination)
    {
        foreach (Parameter parameter in parameters.All)
        {
            string name = prefix + parameter.Name;
            if (!source.Names.Contains(name)) throw Missing(source, name);
            source.CopyTo(parameter, name, destination);
        }
    }

    /// <summary>Copies one tensor to a parameter's place.</summary>
    /// <exception cref="InputException">It is of another shape or type, or has a value that is not finite.</exception>
    public static void CopyTo(this ITensorSource source, Parameter parameter, string name, Span<float> destination)
    {
        if (!source.Shape(name).SequenceEqual(parameter.Shape))
            throw new InputException($"{source.Path}: tensor '{name}' has shape [{string.Join(", ", source.Shape(name))}]; the configuration calls for [{string.Join(", ", parameter.Shape)}]");
        Span<float> values = parameter.In(destination);
        source.CopyTo(name, values);
        source.CheckFinite(name, values);
    }

    /// <summary>What is said when a tensor is not there.</summary>
    public static InputException Missing(ITensorSource source, string name) =>
        new($"{source.Path}: there is no tensor '{name}', which the configuration calls for");
}
