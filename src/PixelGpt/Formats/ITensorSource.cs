using System.Collections.Immutable;

namespace PixelGpt.Formats;

/// <summary>A file of named float tensors.</summary>
internal interface ITensorSource : IDisposable
{
    /// <summary>Path of the file, used in error messages.</summary>
    string Path { get; }

    /// <summary>Returns the path of the file that holds a tensor, for sources that consist of several files.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="InputException">There is no such tensor.</exception>
    string PathOf(string name) => Path;

    /// <summary>The names of the tensors.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Returns the shape of a tensor.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>The sizes, outermost first.</returns>
    /// <exception cref="InputException">There is no such tensor.</exception>
    ImmutableArray<int> Shape(string name);

    /// <summary>Copies the elements of a tensor in row-major order, converted to float32.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="destination">Destination with the length of the tensor.</param>
    /// <exception cref="InputException">There is no such tensor, or its elements are not floats.</exception>
    void CopyTo(string name, Span<float> destination);
}
