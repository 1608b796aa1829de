using PixelGpt.Formats;

namespace PixelGpt.Models;

/// <summary>Takes tensors of a file over into the layout of a model's parameters.</summary>
internal static class ParameterFiles
{
    /// <summary>Copies the tensor of each parameter, called by its name behind a prefix.</summary>
    /// <exception cref="InputException">A tensor is missing, or of another shape or type.</exception>
    public static void CopyTo(this SafeTensors file, ParameterSet parameters, string prefix, Span<float> destination)
    {
        foreach (Parameter parameter in parameters.All)
        {
            string name = prefix + parameter.Name;
            if (!file.Contains(name)) throw new InputException($"{file.Path}: there is no tensor '{name}', which the configuration calls for");
            if (!file.Shape(name).SequenceEqual(parameter.Shape))
                throw new InputException($"{file.Path}: tensor '{name}' has shape [{string.Join(", ", file.Shape(name))}]; the configuration calls for [{string.Join(", ", parameter.Shape)}]");
            file.Floats(name).CopyTo(parameter.In(destination));
        }
    }
}
