using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.IO;
using PixelGpt.Models.Families;

namespace PixelGpt.Models.HuggingFace;

/// <summary>
/// Writes model folders for Hugging Face transformers. They are model folders of this library too. Transformers does not have the
/// family <c>pixelgpt</c>, so its folders also have its Python code, which <c>trust_remote_code=True</c> allows to run.
/// </summary>
internal static class HuggingFaceFolder
{
    /// <summary>The Python files, which are embedded resources.</summary>
    public static IReadOnlyList<string> CodeFiles { get; } = ["configuration_pixelgpt.py", "modeling_pixelgpt.py"];

    /// <summary>Returns whether a model needs Python code in its folder.</summary>
    /// <param name="config">Configuration of the model.</param>
    public static bool NeedsCode(ModelConfig config) => config.Family is PixelFamily;

    /// <summary>Writes a folder.</summary>
    /// <param name="folder">Folder to write to.</param>
    /// <param name="config">Configuration of the model.</param>
    /// <param name="weights">Weights of the model.</param>
    /// <param name="palette">Palette of the model; null if there is none.</param>
    /// <param name="type">Element type of the written weights.</param>
    /// <returns>The parameter count of the model.</returns>
    /// <exception cref="InputException">The family is that of a program, the weights do not belong to the configuration, or a value exceeds the range of <paramref name="type"/>.</exception>
    /// <exception cref="FailureException">A file could not be written.</exception>
    public static long Write(string folder, ModelConfig config, ITensorSource weights, Palette? palette, FloatType type)
    {
        CheckFamily(config.Family);
        if (!NeedsCode(config)) return ModelFolder.Write(folder, config, weights, palette, type);
        long parameters = ModelFolder.Write(folder, config.With(json => Describe(json, config, palette)), weights, palette, type);
        foreach (string file in CodeFiles) AtomicFile.WriteAllBytes(Path.Combine(folder, file), Read(file));
        return parameters;
    }

    /// <summary>Checks that there is Python code for a family.</summary>
    /// <param name="family">The family.</param>
    /// <exception cref="InputException">The family is that of a program.</exception>
    internal static void CheckFamily(ModelFamily family)
    {
        if (!family.IsBuiltIn) throw new InputException($"a model of the family '{family.ModelType}' cannot be written for Hugging Face transformers, because a program has added the family; write a model of a built-in family");
    }

    /// <summary>Adds what the Python code needs to the configuration.</summary>
    private static void Describe(JsonObject json, ModelConfig config, Palette? palette)
    {
        json["architectures"] = new JsonArray("PixelGptForCausalLM");
        json["auto_map"] = new JsonObject
        {
            ["AutoConfig"] = "configuration_pixelgpt.PixelGptConfig",
            ["AutoModelForCausalLM"] = "modeling_pixelgpt.PixelGptForCausalLM",
        };
        if (palette is null) return;

        // The hub gives a model its configuration, but not other files.
        json["palette_colors"] = new JsonArray([.. palette.Colors.Select(color => JsonValue.Create(color.ToString()))]);
        if (config.Description.HasFreePalette) json[config.Family.SizeKeys.Vocabulary] = palette.Count;
    }

    private static byte[] Read(string file)
    {
        using Stream resource = typeof(HuggingFaceFolder).Assembly.GetManifestResourceStream($"hugging-face/{file}")
            ?? throw new InvalidOperationException($"the resource {file} is missing");
        byte[] bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
