using System.Security.Cryptography;
using System.Text;
using PixelGpt.Data;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>The model whose weights a fine-tuned run started from.</summary>
public sealed record BaseModelReference
{
    /// <summary>The model folder as a full path, or <c>built-in</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The name of the model: that of its folder, or <c>built-in</c>.</summary>
    internal string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Source));

    /// <summary>The SHA-256 of the model's configuration, weights and palette, in lower-case hexadecimal.</summary>
    public required string Checksum { get; init; }

    /// <summary>Creates a reference to a model.</summary>
    /// <param name="source">The path of a run folder or model folder, or <c>built-in</c>.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="InputException">There is no model.</exception>
    /// <exception cref="FailureException">A file could not be read.</exception>
    public static BaseModelReference Create(string source) => Create(ModelSource.Find(source));

    /// <summary>Creates a reference to a model.</summary>
    /// <param name="model">Where the model comes from.</param>
    /// <exception cref="InputException">There is no model.</exception>
    /// <exception cref="FailureException">A file could not be read.</exception>
    internal static BaseModelReference Create(ModelSource model)
    {
        if (model.Folder is null && !model.IsBuiltIn) throw new InputException($"{model.Path}: a run cannot start from a model file; write its folder with 'pixelgpt convert {Path.GetFileName(model.Path)} --out DIR', and start from that");
        return new BaseModelReference { Source = SourceOf(model), Checksum = ChecksumOf(model) };
    }

    /// <summary>Returns whether the user means this model, which may have changed or been deleted since.</summary>
    /// <param name="source">The path of a folder, or <c>built-in</c>.</param>
    internal bool IsFrom(string source) => SourceOf(ModelSource.Find(source)) == Source;

    private static string SourceOf(ModelSource model) => model.Folder is { } folder ? Path.GetFullPath(folder.Path) : model.Path;

    /// <summary>Where the model comes from. The path of a folder is absolute, so a folder of the name of the built-in model is not mistaken for it.</summary>
    private ModelSource Model => Source == ModelSource.BuiltInName ? ModelSource.BuiltIn : ModelSource.Of(new RunFolder(Source));

    /// <summary>Reads the configuration of the model.</summary>
    /// <exception cref="InputException">There is no single model, or its configuration is invalid.</exception>
    internal ModelConfig LoadConfig()
    {
        if (Model.Folder is not { } folder) return BuiltInModel.ReadConfig();
        CheckSingle(folder.Path);
        return ModelConfig.Load(folder.Config);
    }

    /// <summary>Loads the model for a data set: a copy whose weights can be trained. A model with a free palette gets that of the data set.</summary>
    /// <param name="data">The data set.</param>
    /// <exception cref="InputException">There is no single model, it has changed since the reference was created, or the data set has other colours or sizes than it supports.</exception>
    internal PixelModel LoadFor(SpriteDataset data)
    {
        ModelSource source = Model;
        if (source.Folder is { } folder) CheckSingle(folder.Path);
        PixelModel model = source.Load();
        if (ChecksumOf(source) != Checksum) throw new InputException($"{Source}: the model has changed while the run was created; try again");
        if (!model.HasFreePalette && !data.Palette.Colors.SequenceEqual(model.Palette.Colors))
        {
            throw new InputException(
                $"{data.Name}: the palette ({data.Palette.Count} colours) differs from that of {Source} ({model.Palette.Count} colours), and that model is bound to its palette; start from a model with a free palette, such as {BuiltInModel.Name}, or convert the pictures with 'pixelgpt data import --palette {Path.Combine(Source, ModelFolder.ColormapName)}'");
        }

        foreach ((int width, int height) in data.Splits.SelectMany(s => s.Value).Select(s => (s.Width, s.Height)).Distinct())
            _ = InputException.Within($"{data.Name} and {Source}", () => Check(model, width, height));
        return model.CopyWith(data.Palette);
    }

    private static bool Check(PixelModel model, int width, int height)
    {
        model.CheckSize(width, height);
        return true;
    }

    private static void CheckSingle(string path)
    {
        if (EnsembleFolder.Exists(path)) throw new InputException($"{path}: fine-tuning needs a single model, but this is an ensemble; use one of its members, or distill it into one model with 'pixelgpt distill'");
    }

    private static string ChecksumOf(ModelSource source)
    {
        var text = new StringBuilder();
        if (source.Folder is not { } folder)
        {
            foreach (string name in (string[])[ModelFolder.ConfigName, ModelFolder.WeightsName, ModelFolder.ColormapName]) text.Append(InputFile.Sha256(BuiltInModel.ReadBytes(name))).Append('\n');
        }
        else
        {
            if (!Directory.Exists(folder.Path)) throw new InputException($"{folder.Path}: no such folder; expected a run folder, a model folder or {BuiltInModel.Name}");
            foreach (string file in ModelFolder.Files(folder.Path))
            {
                if (!File.Exists(file)) throw new InputException($"{file}: no such file; training can start only from a folder with {ModelFolder.ConfigName}, {ModelFolder.WeightsName} and {ModelFolder.ColormapName}, or from {BuiltInModel.Name}");
                text.Append(InputFile.Sha256(file)).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
