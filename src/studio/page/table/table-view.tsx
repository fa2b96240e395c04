export const TableView = () => <p>soon</p>;
