using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Formats;
using PixelGpt.Models;
using PixelGpt.Runs;
using Spectre.Console;

namespace PixelGpt.Cli.Workflows;

/// <summary>Converts between model folders and model files.</summary>
internal static class SingleFileWorkflow
{
    /// <summary>Writes a model file.</summary>
    /// <param name="session">The session.</param>
    /// <param name="model">The folder of the model, or <c>built-in</c>.</param>
    /// <param name="file">The file to write.</param>
    /// <param name="type">Element type of the weights.</param>
    /// <param name="unused">Options that do not apply.</param>
    /// <exception cref="InputException">There is no such model, or the file does not have the extension of model files.</exception>
    public static Task<int> Write(Session session, string model, string file, FloatType type, IReadOnlyList<Option> unused)
    {
        Refuse(session, unused, "--single");
        if (!ModelArchive.HasExtension(file)) throw new InputException($"--single must be a file with the extension {ModelArchive.Extension} (got '{file}')");
        var source = ModelSource.Find(model);
        if (!source.HasModel && File.Exists(model)) throw new InputException($"{model}: --single needs the folder of a model, not one of its files");
        var content = new ModelFile(source.Load(), source.LoadGeneration());
        content.Save(file, type);
        return Report(session, file, content, type, $"load it with PixelModel.Load(\"{Path.GetFileName(file)}\"), or from a stream; or use it in place of a folder: pixelgpt generate {DisplayFormat.Argument(file)}");
    }

    /// <summary>Writes the folder of a model file.</summary>
    /// <param name="session">The session.</param>
    /// <param name="file">The model file.</param>
    /// <param name="folder">The folder to write.</param>
    /// <param name="type">Element type of the weights.</param>
    /// <param name="unused">Options that do not apply.</param>
    /// <exception cref="InputException">The file is damaged, or the folder has a run or model.</exception>
    public static Task<int> Unpack(Session session, string file, string folder, FloatType type, IReadOnlyList<Option> unused)
    {
        Refuse(session, unused, "a model file");
        var target = new RunFolder(folder);
        target.CheckNoModel();
        var content = ModelFile.Load(file);
        content.WriteFolder(target, type);
        return Report(session, folder, content, type, next: null);
    }

    private static void Refuse(Session session, IReadOnlyList<Option> unused, string with)
    {
        if (unused.FirstOrDefault(session.Has) is { } option) throw new InputException($"{option.Name} does not apply to {with}; leave it out");
    }

    private static Task<int> Report(Session session, string path, ModelFile content, FloatType type, string? next)
    {
        PixelModel model = content.Model;
        string families = string.Join(", ", model.Members.Select(m => m.Config.Family.ModelType).Distinct());
        session.WriteResult(
            new JsonObject { [next is null ? "folder" : "file"] = path, ["parameters"] = model.ParameterCount, ["dtype"] = type.ToString() },
            console =>
            {
                console.WriteLine($"{path}: {(model.IsEnsemble ? $"{model.Members.Count} members ({families})" : families)}, {model.ParameterCount:n0} parameters{(File.Exists(path) ? $", {new FileInfo(path).Length:n0} bytes" : "")}");
                if (next is not null) console.WriteLine($"Next: {next}");
            });
        return Task.FromResult(ExitCode.Success);
    }
}
