using PixelGpt.Formats;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>Changes single values of a safetensors file of float32 tensors.</summary>
internal static class WeightsFile
{
    /// <summary>Sets elements of a tensor; all other values are unchanged.</summary>
    public static void Set(string path, string tensor, float value, params int[] indices)
    {
        var tensors = new List<NamedTensor>();
        IReadOnlyDictionary<string, string> metadata;
        using (var file = SafeTensors.Load(path))
        {
            metadata = file.Metadata;
            foreach (string name in file.Names)
            {
                float[] values = file.Floats(name);
                foreach (int index in name == tensor ? indices : []) values[index] = value;
                tensors.Add(new NamedTensor(name, file.Shape(name), values));
            }
        }

        Assert.Contains(tensors, t => t.Name == tensor);
        using FileStream stream = File.Create(path);
        SafeTensors.Write(stream, tensors, metadata);
    }
}
